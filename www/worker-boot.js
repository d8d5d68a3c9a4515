// Starts a worker's WebAssembly.
//
// The page starts a worker of a few words, which imports this file with
// `?wing=<name>&v=<build>`: a worker from the page itself is under the page's
// Content-Security-Policy, and one from the network is not. The same query goes on
// to the two files of that name, which keep it from one release to the next.
//
// Messages that come while the files load would find nobody listening: those words
// keep them in `self.early`, until the Rust side listens in their place.

const query = new URL(import.meta.url).search;
const wing = new URLSearchParams(query).get("wing");

try {
  const { default: init } = await import(`./${wing}.js${query}`);
  await init({ module_or_path: new URL(`${wing}_bg.wasm${query}`, import.meta.url) });
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
