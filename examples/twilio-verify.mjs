// Twilio's official client against Gerbang: the same calls, another base URL.
//   npm install twilio
//   node examples/twilio-verify.mjs http://127.0.0.1:8080 ERP_KEY +6281234567890
// With the sandbox provider the code is read from its inbox; with a real one, type what the phone shows:
//   node examples/twilio-verify.mjs http://127.0.0.1:8080 ERP_KEY +6281234567890 --ask
import { createInterface } from "node:readline/promises";
import { setTimeout as wait } from "node:timers/promises";
import twilio from "twilio";

const [baseUrl, key, to, ask] = process.argv.slice(2);
if (baseUrl === undefined || key === undefined || to === undefined) {
  process.stderr.write("usage: node examples/twilio-verify.mjs BASE_URL ERP_KEY NUMBER [--ask]\n");
  process.exit(2);
}

// What the ERP was configured with at Twilio may stay; the auth token becomes the ERP's key here.
const client = twilio("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", key);
client.verify.baseUrl = baseUrl; // the one line that changes
const service = client.verify.v2.services("VA11111111111111111111111111111111");

const verification = await service.verifications.create({ to, channel: "sms", locale: "en" });
say("create", verification.sid, verification.status, verification.channel);

const code = ask === "--ask" ? await typed() : await fromSandbox();
const wrong = code === "000000" ? "111111" : "000000";
const first = await service.verificationChecks.create({ to, code: wrong });
say("check, a wrong code", first.status, `valid ${first.valid}`);

const fetched = await service.verifications(verification.sid).fetch();
say("fetch", fetched.status, `${fetched.sendCodeAttempts.length} attempt`);

const second = await service.verificationChecks.create({ to, code });
say("check, the right code", second.status, `valid ${second.valid}`);

try {
  await service.verificationChecks.create({ to, code });
} catch (error) {
  say("check, once more", error.status, error.code, error.message);
}

function say(what, ...words) {
  process.stdout.write(`${what}: ${words.join(" · ")}\n`);
}

async function typed() {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question("code: ");
  terminal.close();
  return answer.trim();
}

async function fromSandbox() {
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await fetch(`${baseUrl}/v1/sandbox/messages?to=${encodeURIComponent(to)}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const { data = [] } = await answer.json();
    if (data.length > 0) return data[0].code;
    await wait(100);
  }
  throw new Error("the sandbox delivered nothing; is it on the route?");
}
