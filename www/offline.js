// Has the files of Padlock kept by `sw.js`, and tells of a new version.
//
// `boot.js` loads this once the page is idle and has its workers, so it is in
// nobody's way. Where it does not work, the page is as it was: nobody is told.
const { connection, serviceWorker } = navigator;
const isBuilt = document.querySelector("meta[name=padlock-build]").content !== "dev";

if (isBuilt && !connection?.saveData) {
  serviceWorker.register("sw.js").then(watch).catch(() => {});
}

function watch(registration) {
  // For the page's pool: new workers come without a connection too.
  if (serviceWorker.controller) self.atHand ??= {};

  let said = false;
  const say = () => {
    if (!said) tell(registration);
    said = true;
  };
  const follow = (next) =>
    next?.addEventListener("statechange", () => {
      // The very first one takes the place of none.
      if (next.state === "installed" && registration.active) say();
    });
  follow(registration.installing);
  registration.addEventListener("updatefound", () => follow(registration.installing));
  if (registration.waiting && registration.active) say();
  registration.active?.postMessage("tidy");
}

/** Says that a new version waits, among the page's other notices. */
function tell(registration) {
  const button = (text, does) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = text;
    made.addEventListener("click", does);
    return made;
  };
  const notice = document.createElement("p");
  const text = document.createElement("span");
  text.textContent = "A new version of Padlock is ready.";
  if (document.querySelector(".desk .thing")) text.textContent += " Loading it loses what is on the desk and not saved.";
  const buttons = document.createElement("span");
  buttons.append(
    button("Load it", () => load(registration)),
    " ",
    button("Later", () => notice.remove()),
  );
  notice.append(text, buttons);
  document.querySelector(".notices").append(notice);
}

/** Lets the new version in, and the page begins again with it. */
function load({ waiting }) {
  // Another page may have done that.
  if (!waiting) return location.reload();
  waiting.addEventListener("statechange", () => {
    if (waiting.state === "activated") location.reload();
  });
  waiting.postMessage("load");
}
