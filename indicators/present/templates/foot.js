// Go to the part that the address names: it was not there yet when the browser looked for it.
(() => {
  const part = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (part) {
    if (part.tagName === "DETAILS") part.open = true;
    part.scrollIntoView();
    part.focus({preventScroll: true});
  }
  if (window.zielmonitorPaper) return;
  window.zielmonitorPaper = true;
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
