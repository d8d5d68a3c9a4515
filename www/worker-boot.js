// Starts a worker's WebAssembly.
//
// The page starts a worker of a few words, which imports this file with
// `?wing=<name>&v=<build>`: a worker from the page itself is under the page's
// Content-Security-Policy, and one from the network is not. The same query goes on
// to the two files of that name, which keep it from one release to the next.
//
// Messages that come while the files load would find nobody listening: those words
// keep them in `self.early`, until the Rust side listens in their place. The page
// is told in percent how much of a slow load has come.
//
// `cargo xtask build` writes a line above this one: `self.sizes`, with the bytes of
// each wing. What a host says of a file is its size on the wire.

const query = new URL(import.meta.url).search;
const wing = new URLSearchParams(query).get("wing");
const size = self.sizes?.[wing];

/** A load that is over by then is not told, in milliseconds. */
const SOON = 400;

try {
  const [code, { default: init }] = await Promise.all([
    load(new URL(`${wing}_bg.wasm${query}`, import.meta.url)),
    import(`./${wing}.js${query}`),
  ]);
  await init({ module_or_path: code });
  // The Rust side listens from here on.
  for (const { data } of self.early) {
    self.dispatchEvent(new MessageEvent("message", { data }));
  }
} catch (error) {
  // A rejected promise stays inside the worker; a thrown error reaches the
  // page as the `error` event of its Worker.
  setTimeout(() => {
    // What does not come over the network is a TypeError; the page knows this
    // one by its words.
    throw error instanceof TypeError ? new Error(`the worker could not be loaded: ${error.message}`) : error;
  });
}

/** The file, still on its way, and the page is told how it gets on. */
async function load(address) {
  const response = await fetch(address);
  // A copy is read: of the file itself the browser keeps what it makes of it.
  if (size && response.body) tell(response.clone().body.getReader()).catch(() => {}); // Who wants the file hears it.
  return response;
}

async function tell(reader) {
  const begun = performance.now();
  let [come, told] = [0, -1];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    come += value.length;
    const percent = Math.min(99, Math.floor((100 * come) / size));
    if (percent > told && performance.now() - begun > SOON) postMessage((told = percent));
  }
  if (told >= 0) postMessage(100);
}
