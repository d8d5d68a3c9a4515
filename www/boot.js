// Starts the page's WebAssembly. A file of its own, because the
// Content-Security-Policy allows no inline script. A classic script, so that
// even a browser without modules gets the message below.
(function () {
  "use strict";
  var me = document.currentScript;

  // The first screen that stands in the page is that of its start. Set before
  // it is drawn, so this script is not put off.
  if (!/^#?\/?$/.test(location.hash)) document.documentElement.dataset.elsewhere = "";

  var drawn = new Promise(function (resolve) {
    if (document.readyState !== "loading") resolve();
    else document.addEventListener("DOMContentLoaded", resolve);
  });

  function explain(error) {
    var mount = document.getElementById("app");
    if (mount) {
      var title = document.createElement("h1");
      title.textContent = "Padlock could not start";
      var why = document.createElement("p");
      why.textContent =
        typeof WebAssembly === "object"
          ? "A part of the page could not be loaded. Check the connection and reload the page."
          : "This browser does not run WebAssembly, or it is switched off. Padlock computes with it.";
      var detail = document.createElement("p");
      detail.textContent = "What the browser said: " + error;
      mount.replaceChildren(title, why, detail);
      mount.setAttribute("role", "alert");
    }
    console.error(error);
  }

  function start() {
    // The page in one file has both in it.
    if (self.atHand) return drawn.then(self.atHand.app);
    // Relative to the page, not to this script: that is how Trunk writes them.
    var js = new URL(me.dataset.js, document.baseURI);
    var wasm = new URL(me.dataset.wasm, document.baseURI);
    return Promise.all([import(js.href), drawn]).then(function (all) {
      return all[0].default({ module_or_path: wasm });
    });
  }

  // All type now: the page makes no request after it has loaded.
  drawn.then(function () {
    if (!document.fonts) return;
    document.fonts.forEach(function (font) {
      font.load().catch(function () {}); // The system's own type takes over.
    });
  });

  // What can wait: the page says when nobody waits for anything else.
  addEventListener("warm", function () {
    if (me.dataset.late && navigator.serviceWorker) import(me.dataset.late).catch(function () {});
  });

  try {
    start().catch(explain);
  } catch (error) {
    explain(error);
  }
})();
