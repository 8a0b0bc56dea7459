// What no widget can say: the language of the document, German names for Streamlit's own landmarks, and paper.
document.documentElement.lang = {{ language | tojson }};
(() => {
  const name = (testid, text) => document.querySelectorAll("[data-testid=" + testid + "]").forEach(part => part.setAttribute("aria-label", text));
  const skip = document.querySelector("[data-testid=stSkipToContent]");
  if (skip) skip.textContent = {{ words("browser.skip") | tojson }};
  const named = () => {
    name("stTopNav", {{ words("browser.pages") | tojson }});
    name("stMainMenuButton", {{ words("browser.menu") | tojson }});
    name("stExpandSidebarButton", {{ words("browser.more_pages") | tojson }});
  };
  named();
  // What was chosen since this link was written stands in the address: it goes along.
  document.querySelectorAll(".zm-lang a").forEach(link => link.addEventListener("click", () => {
    const here = new URL(location);
    here.searchParams.set("lang", link.hreflang);
    link.href = here.search;
  }));
  window.zielmonitor?.disconnect();
  window.zielmonitor = new MutationObserver(named);
  window.zielmonitor.observe(document.querySelector("[data-testid=stHeader]") ?? document.body, {childList: true, subtree: true});
})();
