// What `padlock.html`, the page in one file, has at hand in place of requests.
//
// `cargo xtask build` puts this before boot.js, and before it `app`, the page's
// script. The wasm files stand in the page, gzip in base64, and so do the scripts
// of the wings, as they are.
self.atHand = {
  /** Starts the page, once all of the file has been read. */
  app() {
    const text = (id) => document.getElementById(id).textContent;
    const unpack = (packed) => {
      const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
      const wasm = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      return new Response(wasm, { headers: { "Content-Type": "application/wasm" } });
    };
    // As worker-boot.js does it: what comes early is kept until somebody listens.
    const begin = (init, wasm) => {
      const early = [];
      onmessage = (event) => early.push(event);
      init({ module_or_path: wasm }).then(
        () => early.forEach(({ data }) => dispatchEvent(new MessageEvent("message", { data }))),
        (error) =>
          setTimeout(() => {
            throw error;
          }),
      );
    };
    for (const wing of text("wings").split(" ")) {
      const start = `(${begin})(wing.default,(${unpack})("${text(`${wing}-wasm`)}"))`;
      const script = new Blob([text(`${wing}-js`), start], { type: "text/javascript" });
      self.atHand[wing] = URL.createObjectURL(script);
    }
    return app.default({ module_or_path: unpack(text("app-wasm")) });
  },
};
