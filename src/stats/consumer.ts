import type { Consumer, FollowedEvent } from "../events/follow.ts";
import { messageEvents, readMessageFacts, type MessageEvent } from "./message-facts.ts";
import { knownNames, underNames } from "./names.ts";
import { tally } from "./tally.ts";
import { readVerifiedFacts, type VerifiedEvent } from "./verified-facts.ts";
import { addTally } from "./write.ts";

/** Counts what is told of messages and of verified OTPs. */
export const statsConsumer: Consumer = {
  name: "stats",
  async take(tx, events) {
    const [ofMessages, ofOtps] = await Promise.all([
      readMessageFacts(tx, events.filter(isOfMessage)),
      readVerifiedFacts(tx, events.filter(isVerified)),
    ]);
    const facts = [...ofMessages, ...ofOtps];
    if (facts.length === 0) return [];
    return addTally(tx, tally(underNames(facts, await knownNames(tx, facts))));
  },
};

function isOfMessage(event: FollowedEvent): event is MessageEvent {
  return messageEvents.some((type) => type === event.type) && event.messageId !== null;
}

function isVerified(event: FollowedEvent): event is VerifiedEvent {
  return event.type === "otp.verified" && event.otpId !== null;
}
