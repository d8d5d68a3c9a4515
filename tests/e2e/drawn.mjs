// What the page draws by one act: which elements come and where, and how many
// get a style. Counts are the same on every machine; times are not, and are for
// `cargo xtask bench`.

/**
 * Does something and tells what the page drew by it, inside an element and
 * elsewhere: `added` and `rows` are how many elements and rows of lists came
 * inside, `elsewhere` names what changed outside of it, and `restyled` counts
 * the elements of all the page that got a style anew before it was laid out. (In
 * a container whose size styles ask for they get it with the layout, uncounted.)
 */
export async function drawnBy(tab, element, act) {
  const inside = await element.elementHandle();
  await settle(tab);
  await inside.evaluate(watch);
  await tab.browser.startTracing(tab.page, { categories: ["devtools.timeline"] });
  let restyled;
  try {
    await act();
    await settle(tab);
  } finally {
    restyled = styled(await tab.browser.stopTracing());
  }
  return { ...(await tab.page.evaluate(() => window.__drawn())), restyled };
}

/** Two frames: in the first the page hears of what was done, and draws. */
const settle = (tab) =>
  tab.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));

/** In the page: notes all changes from now on. */
function watch(inside) {
  const seen = { added: new Set(), rows: new Set(), elsewhere: new Set() };
  const name = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const unit = element?.closest("[data-unit]")?.id ?? "";
    return `${unit} ${element?.tagName.toLowerCase()}${[...(element?.classList ?? [])].map((one) => `.${one}`).join("")}`;
  };
  const note = (records) => {
    for (const { type, target, addedNodes, attributeName } of records) {
      if (!inside.contains(target)) {
        // What was drawn and is gone again by now was drawn all the same.
        seen.elsewhere.add(`${name(target)}: ${attributeName ?? type}`);
        continue;
      }
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        for (const one of [node, ...node.querySelectorAll("*")]) seen.added.add(one);
        const rows = target.matches(".spacer > .slab") ? [node] : node.querySelectorAll(".spacer > .slab > *");
        for (const one of rows) seen.rows.add(one);
      }
    }
  };
  const observer = new MutationObserver(note);
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  window.__drawn = () => {
    note(observer.takeRecords());
    observer.disconnect();
    return { added: seen.added.size, rows: seen.rows.size, elsewhere: [...seen.elsewhere] };
  };
}

/** How many elements got a style, by a trace of the browser. */
function styled(trace) {
  const { traceEvents } = JSON.parse(trace);
  const passes = traceEvents.filter((one) => one.name === "UpdateLayoutTree");
  return passes.reduce((sum, one) => sum + (one.args.elementCount ?? 0), 0);
}
