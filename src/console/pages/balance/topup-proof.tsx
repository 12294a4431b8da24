import { Form, Wrong } from "../../parts/form.tsx";
import { Facts, Time } from "../../parts/text.tsx";
import { address, type View } from "../../view.ts";
import { mayChange, Who, type Names } from "./common.tsx";
import { ProofField, uploadAttributes } from "./proof-upload.tsx";
import type { WholeTopUp } from "./topup-types.ts";
import { topUpWords } from "./topups-words.ts";

const KIB = 1024;

interface ProofProps {
  view: View;
  names: Names;
  topUp: WholeTopUp;
  /** Why the file that was sent is none. */
  wrong: string | null;
}

/** A picture is shown as one; a PDF, which may hold scripts of a stranger's, is saved and opened outside the console. */
export function Proof({ view, names, topUp, wrong }: ProofProps) {
  const { one } = topUpWords[view.language];
  const { proof } = topUp;
  const path = `/balance/topups/${topUp.id}/proof`;
  const file = address(view, path, { version: proof?.version });
  const state = { values: {}, errors: new Map(wrong === null ? [] : [["file", wrong]]) };
  const settled = proof !== null && topUp.decided_at !== null && proof.at <= topUp.decided_at;
  return (
    <section class="card">
      <h2>{one.proof}</h2>
      {proof === null ? (
        <p class="soft">{one.noProof}</p>
      ) : (
        <>
          {proof.type === "application/pdf" ? null : <img class="proof" src={file} alt={one.image} />}
          <p>
            <a class="button plain" href={file} download>
              {proof.type === "application/pdf" ? one.pdf : one.imageFile}
            </a>
          </p>
          <Facts
            rows={[
              [
                one.broughtBy,
                <>
                  <Who view={view} names={names} actor={proof.actor} />, <Time view={view} at={proof.at} />,{" "}
                  {one.version(proof.version)}
                </>,
              ],
              [one.size, `${Math.ceil(proof.size / KIB)} KiB`],
              ["SHA-256", <code class="small">{proof.sha256}</code>],
            ]}
          />
          <p class="soft small">{one.read}</p>
        </>
      )}
      {settled || !mayChange(view) ? null : (
        <>
          <Wrong frame={view} text={null} state={state} />
          <Form action={address(view, path)} upload attributes={uploadAttributes}>
            <ProofField view={view} state={state} label={proof === null ? one.attach : one.attachMore} />
            <button class="plain">{proof === null ? one.attach : one.attachMore}</button>
          </Form>
        </>
      )}
    </section>
  );
}
