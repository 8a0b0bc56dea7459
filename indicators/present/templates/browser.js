// What no widget can say: the language of the document and of Streamlit's own first link, and the ways between pages.
document.documentElement.lang = {{ language | tojson }};
(() => {
  const skip = document.querySelector("[data-testid=stSkipToContent]");
  if (skip) skip.textContent = {{ words("browser.skip") | tojson }};
  // What was chosen since this link was written stands in the address: it goes along.
  document.querySelectorAll(".zm-lang a").forEach(link => link.addEventListener("click", () => {
    const here = new URL(location);
    here.searchParams.set("lang", link.hreflang);
    link.href = here.search;
  }));
  if (window.zielmonitorWays) return;
  window.zielmonitorWays = true;
  addEventListener("click", event => {
    // Behind the ways: the content, not the ways once more.
    if (event.target === skip) document.getElementById("zm-content")?.focus({preventScroll: true});
    // To another page without loading the program again, as the browser's own way back goes. Whatever is in doubt loads.
    const link = event.target.closest?.(".zm a[href]"), main = document.querySelector(".stMain");
    const isPlain = link && !event.defaultPrevented && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!isPlain || link.origin !== location.origin || link.pathname === location.pathname) return;
    const isPage = document.querySelector("[data-test-connection-state=CONNECTED]") && {{ known | tojson }}.includes(link.pathname.split("/").pop());
    if (!isPage || link.target || link.hasAttribute("download")) return;
    event.preventDefault();
    history.replaceState(Object.assign({}, history.state, {top: main?.scrollTop}), "");
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate"));
  });
})();
