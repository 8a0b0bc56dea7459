// Go to the part that the address names: it was not there yet when the browser looked for it.
(() => {
  const part = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const main = document.querySelector(".stMain"), title = document.querySelector(".zm h1");
  if (part) {
    if (part.tagName === "DETAILS") part.open = true;
    part.scrollIntoView();
    part.focus({preventScroll: true});
  } else if (window.zielmonitorFoot && title) {
    // Another page of the program that is loaded: begin at its title, or, on the way back, where it was left.
    title.tabIndex = -1;
    title.focus({preventScroll: true});
    main.scrollTop = history.state?.top ?? 0;
  }
  if (window.zielmonitorFoot) return;
  window.zielmonitorFoot = true;
  // A chart keeps the pixels and colours of the screen: made to fit a sheet, and dark ones turned light.
  const SHEET = 700;
  const charts = () => document.querySelectorAll("[data-testid=stFullScreenFrame]:has(.stPlotlyChart)");
  addEventListener("beforeprint", () => charts().forEach(chart => {
    const isDark = getComputedStyle(document.querySelector(".stApp")).colorScheme === "dark";
    chart.style.zoom = Math.min(1, SHEET / chart.offsetWidth);
    chart.style.filter = isDark ? "invert(1) hue-rotate(180deg)" : "";
  }));
  addEventListener("afterprint", () => charts().forEach(chart => { chart.style.zoom = chart.style.filter = ""; }));
})();
