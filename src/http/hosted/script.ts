import { digitRanges } from "./digits.ts";

/**
 * What the page can do more of where scripts run: digits out of whatever is typed or pasted, a code that is complete
 * sends itself, the SMS's code by WebOTP, clocks that run. Without it the page does its work all the same. In the words
 * of a browser of ten years ago.
 */
export const hostedScript = `(function () {
  "use strict";
  var form = document.getElementById("check");
  if (!form) return;
  var input = document.getElementById("code");
  var length = Number(input.getAttribute("data-length"));
  var resend = document.getElementById("resend");
  var hint = document.getElementById("hint");
  var loadedAt = Date.now();
  var sending = null;

  function digits(text) {
    // Of every row of digits, the last four bits are the digit.
    var plain = text.replace(/[^${digitRanges}]/g, "").replace(/./g, function (digit) {
      return String(digit.charCodeAt(0) & 15);
    });
    return plain.slice(0, length);
  }

  function say(owner, busy) {
    var button = owner.querySelector("button");
    if (busy) button.setAttribute("data-idle", button.textContent);
    button.textContent = button.getAttribute(busy ? "data-busy" : "data-idle") || button.textContent;
    owner.setAttribute("aria-busy", String(busy));
  }

  function rest() {
    if (!sending) return;
    say(sending, false);
    sending = null;
  }

  // A second click while the first is under way is not sent; one that got no answer may be made again.
  function once(event) {
    if (sending) {
      event.preventDefault();
      return;
    }
    sending = event.currentTarget;
    say(sending, true);
    window.setTimeout(rest, 20000);
  }

  function send() {
    if (sending || digits(input.value).length !== length) return;
    if (form.requestSubmit) form.requestSubmit();
    else form.querySelector("button").click();
  }

  function take(text) {
    // Written only if it differs: the caret would go to the end.
    if (input.value !== digits(text)) input.value = digits(text);
    send();
  }

  // Said before it happens, and only where it does.
  hint.textContent += " " + hint.getAttribute("data-more");
  form.addEventListener("submit", once);
  if (resend) resend.addEventListener("submit", once);
  // A keyboard that composes, as for full-width digits, is left alone until it has.
  input.addEventListener("input", function (event) {
    if (!event.isComposing) take(input.value);
  });
  input.addEventListener("compositionend", function () {
    take(input.value);
  });
  input.addEventListener("paste", function (event) {
    var pasted = event.clipboardData ? digits(event.clipboardData.getData("text")) : "";
    if (pasted.length !== length) return;
    event.preventDefault();
    take(pasted);
  });

  // Back to this page out of the browser's memory: it can be used again.
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    rest();
    input.value = "";
  });

  if ("OTPCredential" in window && window.AbortController) {
    var waiting = new AbortController();
    form.addEventListener("submit", function () {
      waiting.abort();
    });
    navigator.credentials.get({ otp: { transport: ["sms"] }, signal: waiting.signal }).then(
      function (found) {
        if (found) take(found.code);
      },
      // The person declined, or no SMS came: the code can still be typed.
      function () {}
    );
  }

  function clock(seconds) {
    return Math.floor(seconds / 60) + ":" + ("0" + (seconds % 60)).slice(-2);
  }

  // By the seconds that were left when the page was made: the device's own clock may be wrong.
  function left(element) {
    var gone = Math.floor((Date.now() - loadedAt) / 1000);
    return Math.max(0, Number(element.getAttribute("data-seconds")) - gone);
  }

  var expiry = document.getElementById("expiry");
  var pause = document.getElementById("pause");
  function tick() {
    var seconds = left(expiry);
    expiry.textContent = expiry.getAttribute("data-text").replace("{}", clock(seconds));
    if (seconds === 0 && !sending) {
      window.location.replace(expiry.getAttribute("data-then"));
      return;
    }
    if (pause && resend) {
      var wait = left(pause);
      pause.textContent = wait > 0 ? pause.getAttribute("data-text").replace("{}", clock(wait)) : "";
      resend.querySelector("button").disabled = wait > 0;
    }
    window.setTimeout(tick, 1000 - ((Date.now() - loadedAt) % 1000));
  }
  tick();

  // Filled before this ran, as a slow line allows. What a browser put back on a reload or on Back is the person's to send.
  if (window.performance && performance.navigation && performance.navigation.type === 0) take(input.value);
})();
`;
