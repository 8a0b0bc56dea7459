// Runs in the page before anything of the application and notes the moment from which the page is finished:
// the script run has ended, what was asked for is laid out, the fonts are there, and nothing of that changes any more.
// Every change is seen by a MutationObserver in the same task, so no sleep and no polling enters the time. The quiet time
// that has to pass afterwards is waited for, not counted.
window.stopwatch = (() => {
  const QUIET_MS = 500, PATIENCE_MS = 60_000;
  const all = (selector) => [...document.querySelectorAll(selector)];
  let wanted, former, start, finished, shown, quiet, resolve;

  // Lines and points: a figure with one value per area has no line.
  const picture = () => all(".js-plotly-plot .scatterlayer path")
    .map((path) => `${path.getAttribute("d")} ${path.getAttribute("transform")}`).join("|");
  const isLaidOut = (selector) => all(selector).some((element) => element.getBoundingClientRect().height > 0);

  const conditions = {
    "an option was chosen": () => start !== null,
    "the script run has ended": () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning",
    "nothing is stale": () => document.querySelector("[data-stale=true]") === null,
    "it is laid out": () => isLaidOut(wanted),
    "the fonts are there": () => document.fonts.status === "loaded",
    "the picture is another one": () => picture() !== former,
  };
  const isFinished = () => Object.values(conditions).every((holds) => holds());
  const missing = () => Object.keys(conditions).filter((name) => !conditions[name]()).join(", ") || "nothing, a change was missed";

  function look() {
    if (resolve === undefined) return;
    const now = isFinished() ? picture() : null;
    if (now === shown) return;
    [shown, finished] = [now, performance.now()];
    clearTimeout(quiet);
    if (shown !== null) quiet = setTimeout(() => resolve(finished - start), QUIET_MS);
  }

  function watch(selector, begin) {
    [wanted, start, shown] = [selector, begin, null];
    clearTimeout(quiet);
    const time = new Promise((done, fail) => {
      resolve = done;
      setTimeout(() => fail(new Error(`${selector}: not finished after ${PATIENCE_MS} ms; not yet: ${missing()}`)), PATIENCE_MS);
    });
    time.catch(() => {});
    return time;
  }

  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true,
    attributeFilter: ["data-test-script-state", "data-stale", "d", "transform", "class", "style", "hidden"],
  });
  document.fonts.addEventListener("loadingdone", look);
  document.addEventListener("pointerup", (event) => {
    if (start === null && event.target.closest("[role=option]")) start = event.timeStamp;
  }, true);
  document.addEventListener("keydown", (event) => {
    if (start === null && event.key.startsWith("Arrow")) start = event.timeStamp;
  }, true);

  return {
    // From the start of the navigation until `selector` is there and finished.
    visit(selector) { former = null; this.time = watch(selector, 0); },
    // From the click on an option, or an arrow key on a slider, until the picture is another one and finished.
    choice(selector) { former = picture(); this.time = watch(selector, null); },
  };
})();
