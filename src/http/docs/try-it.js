/* "Try it" on /docs. The API key is read from its field for each call and is kept nowhere else. */

const element = (id) => document.getElementById(id);
const area = element("try-it");
const words = JSON.parse(area.dataset.words);
const POLLS = 12;
const POLL_MS = 400;
/** The form sets no `ttl_seconds`; a second for the rounding of times. */
const LIFE_MS = 301_000;

/** The OTP that is being tried. */
let current = null;

function say(text) {
  element("try-status").textContent = text;
}

/** As somebody would paste it; the key stays out of it. */
function curlOf(method, path, body) {
  const url = area.dataset.base + path;
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const auth = '-H "Authorization: Bearer $ERP_KEY"';
  if (method === "GET") return `curl -s ${quoted(url)} ${auth}`;
  return `curl -s ${url} ${auth} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(body))}`;
}

/** Shows a request below the form; its answer comes later. */
function showStep(place, title, request) {
  const step = element("try-step").content.cloneNode(true);
  const [shown, answer] = step.querySelectorAll("code");
  step.querySelector("h4").textContent = title;
  shown.textContent = request;
  answer.textContent = "…";
  place.append(step);
  return answer;
}

/** The answer's fields, or null when it was a refusal or none; what came is shown as it came. */
async function call(answer, method, path, body) {
  const headers = { Authorization: `Bearer ${element("try-key").value.trim()}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const options = { method, headers, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
    const response = await fetch(path, body === undefined ? options : { ...options, body: JSON.stringify(body) });
    const text = await response.text();
    const retryAfter = response.headers.get("retry-after");
    answer.textContent = `HTTP ${response.status}${retryAfter === null ? "" : `\nRetry-After: ${retryAfter}`}\n\n${text}`;
    if (response.ok) return JSON.parse(text);
    say(words.refused);
  } catch {
    answer.textContent = words.unreachable;
    say(words.unreachable);
  }
  return null;
}

function post(place, title, path, body) {
  return call(showStep(place, title, curlOf("POST", path, body)), "POST", path, body);
}

/** Before anything is sent: by the plan that an issue would make now. Who can't be named counts as real. */
function isSandbox(quote) {
  const providers = quote.channels.flatMap((channel) => channel.providers);
  return providers.length > 0 && providers.every((provider) => provider.kind === "sandbox");
}

function warn(quote) {
  const carriers = quote.channels.flatMap(({ channel, providers }) =>
    providers.map(({ provider, price }) => `${channel}: ${provider} (${quote.currency} ${price})`),
  );
  element("try-real-facts").textContent =
    carriers.length === 0
      ? words.nobody
      : `${words.realBy} ${carriers.join(", ")}. ${words.realCost} ${quote.currency} ${quote.worst}.`;
  element("try-real").hidden = false;
  say(words.confirm);
}

function asked() {
  return { to: element("try-to").value.trim(), channel: element("try-channel").value };
}

async function begin() {
  current = null;
  element("try-steps").replaceChildren();
  element("try-verdict").replaceChildren();
  element("try-real").hidden = true;
  element("try-verify").hidden = true;
  say(words.asking);
  const wanted = asked();
  const quote = await post(element("try-steps"), words.quoteStep, "/v1/balance/quote", wanted);
  if (quote === null) return;
  if (isSandbox(quote)) await issue(wanted, true);
  else {
    warn(quote);
    element("try-send-real").onclick = () => busy(() => issue(wanted, false));
  }
}

async function issue(wanted, sandbox) {
  element("try-real").hidden = true;
  const otp = await post(element("try-steps"), words.issueStep, "/v1/otp/issue", { ...wanted, wait_ms: 3000 });
  if (otp === null) return;
  current = otp;
  const delivered = sandbox ? await inbox(wanted.to, Date.parse(otp.expires_at) - LIFE_MS) : true;
  if (delivered === null) return;
  say(delivered ? words.sent : words.undelivered);
  element("try-code").value = "";
  element("try-verify").hidden = false;
  element("try-code").focus();
}

/** Whether the sandbox has delivered; null when it could not be asked. A fallback channel's message may come late. */
async function inbox(to, since) {
  const path = `/v1/sandbox/messages?to=${encodeURIComponent(to)}&limit=1`;
  const answer = showStep(element("try-steps"), words.inboxStep, curlOf("GET", path));
  for (let poll = 0; poll < POLLS; poll += 1) {
    const list = await call(answer, "GET", path);
    if (list === null) return null;
    if (list.data.some((message) => Date.parse(message.at) >= since)) return true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return false;
}

async function verify() {
  const body = { id: current.id, code: element("try-code").value.trim() };
  const verdict = await post(element("try-verdict"), words.verifyStep, "/v1/otp/verify", body);
  if (verdict !== null) say(verdict.valid ? words.valid : `${words.invalid} ${verdict.reason}`);
}

/** One thing at a time: a second click while the first is under way would send twice. */
async function busy(work) {
  const buttons = area.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

element("try-issue").addEventListener("submit", (event) => {
  event.preventDefault();
  void busy(begin);
});
element("try-verify").addEventListener("submit", (event) => {
  event.preventDefault();
  void busy(verify);
});
element("try-none").hidden = true;
area.hidden = false;
