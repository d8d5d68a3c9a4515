// What is asked of the page from within, the same in every browser. Each
// function is sent there as its source and may use nothing from around it.

/** Takes away what differs from visit to visit: the page's clock stands at a time of November 2026, and what it draws at random is always the same. */
export const withoutChance = () => {
  Date.now = () => 1_795_435_200_000;
  Crypto.prototype.getRandomValues = (bytes) => bytes.fill(7);
};

/** Lets the address come to have the step that is shown: a later timer of the page itself, so that a busy page keeps both waiting. */
export const addressed = () => new Promise((done) => setTimeout(done, 700));

/** Two frames: what a click sets in motion shows as running by then. */
export const twoFrames = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))));

/** Forgets since when the page is quiet. */
export const listenAnew = () => {
  window.__quietSince = undefined;
};

/** Whether no exhibit has computed for a while, since the end of one may start the next. */
export const isQuiet = () => {
  const now = performance.now();
  const busy = document.querySelector('[data-state="running"]');
  window.__quietSince = busy ? undefined : (window.__quietSince ?? now);
  return now - window.__quietSince > 500;
};

/** The exhibits that compute. */
export const busy = () =>
  [...document.querySelectorAll('[data-state="running"]')].map((one) => one.id || one.outerHTML.slice(0, 80));

/** What sticks out to the side, in words; null if nothing does. */
export const whatSticksOut = () => {
  const { scrollWidth } = document.scrollingElement;
  if (scrollWidth <= innerWidth) return null;
  const wide = [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(-5)
    .map((one) => `${one.tagName.toLowerCase()}${one.id ? `#${one.id}` : ""}.${[...one.classList].join(".")}`);
  return `${scrollWidth} px wide in ${innerWidth} px; among what sticks out: ${wide.join(", ")}`;
};

/** Opens all disclosures that are closed; how many there were. */
export const openClosed = () => {
  const closed = [...document.querySelectorAll("main details:not([open])")];
  for (const one of closed) one.open = true;
  return closed.length;
};

/** The exhibits that the page shows: `{ id, unit, state }`. */
export const shownExhibits = () =>
  [...document.querySelectorAll("section[data-unit]")].map(({ id, dataset }) => ({ id, unit: dataset.unit, state: dataset.state }));

/** Where the navigation leads. */
export const routes = () =>
  [...document.querySelectorAll('nav[aria-label="Pages"] a')].map((one) => one.getAttribute("href"));

/** What stands where on the first screen. */
export const firstScreen = () => {
  const box = (one) => {
    if (!one) return null;
    const { x, y, width, height, bottom } = one.getBoundingClientRect();
    return { x, y, width, height: Math.min(bottom, innerHeight) - Math.max(y, 0), bottom };
  };
  const main = document.querySelector("main");
  const marks = [...main.querySelectorAll("figure :is(svg, .picture, .to-come, .waits, .exchange li)")];
  const forward = [...document.querySelectorAll(".transport button")].find((one) => /^(Step forward|Next: )/.test(one.ariaLabel));
  return {
    title: box(main.querySelector("h1")),
    picture: box(main.querySelector("figure")),
    drawn: marks.some((one) => one.checkVisibility() && one.getBoundingClientRect().height > 20),
    state: main.querySelector("[data-unit]")?.dataset.state,
    start: box(main.querySelector("button.primary")),
    forward: box(forward),
    height: document.scrollingElement.scrollHeight,
  };
};

/** Where the path of the page leads, and whether its numbers come in two sizes. */
export const stations = () => ({
  links: [...document.querySelectorAll("nav.path a")].map((one) => one.getAttribute("href")),
  isSized: document.querySelector("nav.path .switch") !== null,
});

/** What of the pictures of the present step lies over another one, or above where one can scroll to. */
export const whatOverlaps = () => {
  const frame = document.querySelector(".frame");
  const boxes = [...frame.querySelectorAll(":scope > .picture")].map((one) => {
    const marks = [one, ...one.querySelectorAll("svg, p")].map((mark) => mark.getBoundingClientRect()).filter((mark) => mark.height > 0);
    return { top: Math.min(...marks.map((mark) => mark.top)), bottom: Math.max(...marks.map((mark) => mark.bottom)) };
  });
  const begins = frame.getBoundingClientRect().top - frame.scrollTop;
  return boxes.flatMap(({ top, bottom }, at) => {
    const before = at === 0 ? begins : boxes[at - 1].bottom;
    return top < before - 1 ? [`picture ${at + 1} of ${boxes.length}, to ${Math.round(bottom)}, begins at ${Math.round(top)}, above ${Math.round(before)}`] : [];
  });
};
