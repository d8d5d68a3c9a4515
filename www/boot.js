// Starts the page's WebAssembly. A file of its own, because the
// Content-Security-Policy allows no inline script. A classic script, so that
// even a browser without modules gets the message below.
(function () {
  "use strict";
  var me = document.currentScript;

  // The first screen that stands in the page is that of its start. Set before
  // it is drawn, so this script is not put off.
  if (!/^#?\/?$/.test(location.hash)) document.documentElement.dataset.elsewhere = "";

  // What exhibits look like: before the first of them, or once a hand is there or
  // nobody waits.
  var dressed;
  function dress() {
    dressed =
      dressed ||
      new Promise(function (resolve) {
        if (!me.dataset.pictures) return resolve();
        var link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = me.dataset.pictures;
        link.onload = link.onerror = resolve;
        document.head.append(link);
      });
    return dressed;
  }
  if ("elsewhere" in document.documentElement.dataset) dress();
  ["hashchange", "pointerover", "keydown"].forEach(function (act) {
    addEventListener(act, dress, { passive: true });
  });

  // A worker is started with a few words of the page's own: one that comes from the
  // page is under the page's policy, and one from the network is not. Those words
  // keep the messages that come before its files. No module: browsers start none
  // from what a page from a file has made.
  var scripts = {};
  function fresh(wing) {
    if (!scripts[wing]) {
      var build = document.querySelector("meta[name=padlock-build]").content;
      var boot = new URL("worker-boot.js?wing=" + wing + "&v=" + build, document.baseURI).href;
      var words =
        "self.early=[];onmessage=e=>early.push(e);import(" +
        JSON.stringify(boot) +
        ").catch(e=>setTimeout(()=>{throw Error('the worker could not be loaded: '+e.message)}))";
      var here = self.atHand && self.atHand[wing];
      scripts[wing] = here || URL.createObjectURL(new Blob([words], { type: "text/javascript" }));
    }
    return new Worker(scripts[wing]);
  }

  // That of the opened page comes while the page itself does, which takes it over.
  var early;
  var opened = /^#\/(cipher|rsa|certificate|handshake)\b/.exec(location.hash);
  if (opened && !self.atHand && self.Worker) {
    var wing = opened[1] === "handshake" ? "tls" : opened[1];
    early = { wing: wing, worker: fresh(wing) };
    // The page starts another, and is told what is wrong with that one.
    early.worker.onerror = function (event) {
      event.preventDefault();
      early = null;
    };
  }
  self.startWorker = function (wing) {
    var there = early && early.wing === wing && early.worker;
    if (there) early = null;
    return there || fresh(wing);
  };

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
    return Promise.all([import(js.href), drawn, dressed]).then(function (all) {
      return all[0].default({ module_or_path: wasm });
    });
  }

  // Back leads to the place that one left: each entry of the history keeps how far
  // its page was scrolled. A new entry begins at the top.
  history.scrollRestoration = "manual";
  var settled, grows;
  function stay() {
    if (grows) grows.disconnect();
  }
  function lead() {
    var place = history.state;
    stay();
    if (place === null) return;
    // After a reload the page grows to it as it computes, unless a hand goes before.
    grows = new ResizeObserver(function () {
      scrollTo(0, place);
      if (Math.abs(scrollY - place) < 2) stay();
    });
    grows.observe(document.body);
  }
  ["wheel", "touchstart", "keydown", "pointerdown"].forEach(function (act) {
    addEventListener(act, stay, { passive: true });
  });
  addEventListener("scroll", function () {
    var here = location.href;
    clearTimeout(settled);
    settled = setTimeout(function () {
      // Not into the entry of a page that one has just gone to.
      if (here === location.href) history.replaceState(Math.round(scrollY), "");
    }, 100);
  });
  addEventListener("hashchange", lead);

  // A sheet that lies over the page goes by Escape, which leads back to what opened
  // it, and by a press elsewhere; the browser does so by itself for the desk's.
  var SHEETS = "details:is(.more, .share)[open]";
  addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || document.querySelector(":popover-open")) return;
    document.querySelectorAll(SHEETS).forEach(function (sheet) {
      sheet.open = false;
      sheet.firstElementChild.focus();
    });
  });
  addEventListener("pointerdown", function (event) {
    if (event.target.closest("[popover]")) return;
    document.querySelectorAll(SHEETS).forEach(function (sheet) {
      if (!sheet.contains(event.target)) sheet.open = false;
    });
  });

  // Under a finger or a pen that drags over its marks a picture is written anew, and
  // with the mark where it began it would be lost: the box takes it, and what lies
  // under it is pressed.
  addEventListener("pointermove", function (event) {
    var drags = event.pointerType !== "mouse" && event.buttons === 1;
    var box = drags && event.target.closest && event.target.closest(".frame");
    var under = box && document.elementFromPoint(event.clientX, event.clientY);
    var mark = under && under.closest("[data-fill][data-value]");
    if (!mark || !box.contains(mark)) return;
    box.setPointerCapture(event.pointerId);
    mark.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  });

  // A picture is written anew at each step. Where it is of the same kind, its marks
  // begin as they were and go to where they are now, as its style sheet says.
  function moved(was, is, last) {
    if (was.tagName !== is.tagName || was.children.length !== is.children.length) return last;
    [].forEach.call(is.attributes, function (one) {
      var before = was.getAttribute(one.name);
      if (before === null || before === one.value) return;
      last.push([is, one.name, one.value]);
      one.value = before;
    });
    for (var at = 0; at < is.children.length; at++) moved(was.children[at], is.children[at], last);
    return last;
  }
  new MutationObserver(function (records) {
    var was, is;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    records.forEach(function (record) {
      if (record.target.className !== "frame") return;
      was = was || record.removedNodes[0];
      is = record.addedNodes[0] || is;
    });
    if (!was || !is || !was.dataset || !is.dataset || was.dataset.picture !== is.dataset.picture) return;
    var last = moved(was, is, []);
    if (last.length) is.getBoundingClientRect();
    last.forEach(function (one) {
      one[0].setAttribute(one[1], one[2]);
    });
  }).observe(document, { childList: true, subtree: true });

  // What can wait: the page says when nobody waits for anything else. The rest of
  // the type is among it, for what is needed later must not need the connection.
  addEventListener("warm", function () {
    dress();
    if (document.fonts) {
      document.fonts.forEach(function (font) {
        font.load().catch(function () {}); // The system's own type takes over.
      });
    }
    if (me.dataset.late && navigator.serviceWorker) import(me.dataset.late).catch(function () {});
  });

  try {
    start().then(lead).catch(explain);
  } catch (error) {
    explain(error);
  }
})();
