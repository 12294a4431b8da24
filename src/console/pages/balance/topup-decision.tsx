import type { PropsWithChildren } from "hono/jsx";
import { Confirm, Field, Form } from "../../parts/form.tsx";
import { Badge, Facts, money, Time } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { actorOf, mayChange, Who, type Names } from "./common.tsx";
import { commonWords } from "./common-words.ts";
import type { Reversal, WholeTopUp } from "./topup-types.ts";
import { topUpWords } from "./topups-words.ts";

/** What this person may do with it now; whoever asked for it is told why it is not theirs to decide. */
export function Decision({ view, topUp }: { view: View; topUp: WholeTopUp }) {
  const { one } = topUpWords[view.language];
  const { reversal } = topUp;
  if (!mayChange(view)) return null;
  const me = actorOf(view);
  if (topUp.status === "requested") {
    return topUp.requested_by === me ? <p class="note">{one.own}</p> : <Approval view={view} topUp={topUp} />;
  }
  if (topUp.status === "reversal_requested" && reversal !== null) {
    return reversal.requested_by === me ? (
      <p class="note">{one.reversalOwn}</p>
    ) : (
      <ReversalApproval view={view} topUp={topUp} reversal={reversal} />
    );
  }
  return topUp.status === "posted" ? <Reversing view={view} topUp={topUp} /> : null;
}

function Approval({ view, topUp }: { view: View; topUp: WholeTopUp }) {
  const { one } = topUpWords[view.language];
  const { proof } = topUp;
  return (
    <section class="card">
      <h2>{one.decide}</h2>
      {proof === null ? <p class="note warn">{one.unproven}</p> : null}
      <div class="row">
        <Confirm label={one.approve}>
          <Step view={view} topUp={topUp} step="approve" button={one.approve}>
            <p>{one.approveAsk(money(topUp.amount, topUp.currency, view.language))}</p>
            <input type="hidden" name="proof_version" value={String(proof?.version ?? 0)} />
          </Step>
        </Confirm>
        <Confirm label={one.refuse}>
          <Step view={view} topUp={topUp} step="refuse" button={one.refuse} reason="refuse-reason" danger />
        </Confirm>
      </div>
    </section>
  );
}

function ReversalApproval({ view, topUp, reversal }: { view: View; topUp: WholeTopUp; reversal: Reversal }) {
  const { one } = topUpWords[view.language];
  const meant = <input type="hidden" name="requested_at" value={reversal.requested_at} />;
  return (
    <section class="card">
      <h2>{one.decide}</h2>
      <div class="row">
        <Confirm label={one.approveReversal}>
          <Step view={view} topUp={topUp} step="reversal/approve" button={one.approveReversal} danger>
            <p>{one.reverseAsk(money(topUp.amount, topUp.currency, view.language))}</p>
            {meant}
          </Step>
        </Confirm>
        <Confirm label={one.refuseReversal}>
          <Step view={view} topUp={topUp} step="reversal/refuse" button={one.refuseReversal} reason="reversal-reason">
            {meant}
          </Step>
        </Confirm>
      </div>
    </section>
  );
}

function Reversing({ view, topUp }: { view: View; topUp: WholeTopUp }) {
  const { one } = topUpWords[view.language];
  return (
    <Confirm label={one.reverse}>
      <Step view={view} topUp={topUp} step="reverse" button={one.reverse} reason="reverse-reason" danger>
        <p>{one.reverseAsk(money(topUp.amount, topUp.currency, view.language))}</p>
      </Step>
    </Confirm>
  );
}

type StepProps = PropsWithChildren<{
  view: View;
  topUp: WholeTopUp;
  step: string;
  button: string;
  /** The id of the field that asks why. */
  reason?: string;
  danger?: boolean;
}>;

function Step({ view, topUp, step, button, reason, danger = false, children }: StepProps) {
  return (
    <Form action={address(view, `/balance/topups/${topUp.id}/${step}`)}>
      {children}
      {reason === undefined ? null : (
        <Field
          id={reason}
          name="reason"
          label={commonWords[view.language].reason}
          required
          attributes={{ maxlength: "500" }}
        />
      )}
      <button {...(danger ? { class: "danger" } : {})}>{button}</button>
    </Form>
  );
}

export function ReversalOf({ view, names, reversal }: { view: View; names: Names; reversal: Reversal }) {
  const { one } = topUpWords[view.language];
  const shared = commonWords[view.language];
  const { decided_by: decidedBy, refusal, status } = reversal;
  const state = { requested: "reversal_requested", posted: "reversed", refused: "refused" } as const;
  return (
    <section class="card">
      <h2>
        {one.reversal} <Badge>{shared.topUpStatus[state[status]]}</Badge>
      </h2>
      <Facts
        rows={[
          [
            one.reversalBy,
            <>
              <Who view={view} names={names} actor={reversal.requested_by} />,{" "}
              <Time view={view} at={reversal.requested_at} />
            </>,
          ],
          [shared.reason, reversal.reason],
          ...(decidedBy === null
            ? []
            : [
                [
                  refusal === null ? one.decided.approved : one.decided.refused,
                  <>
                    <Who view={view} names={names} actor={decidedBy} />, <Time view={view} at={reversal.decided_at} />
                    {refusal === null ? null : <div>{refusal}</div>}
                  </>,
                ] as const,
              ]),
        ]}
      />
    </section>
  );
}
