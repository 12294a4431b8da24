import type { FC } from "hono/jsx";

export interface Finding {
  path: string;
  message: string;
}

/** What a save left that is still to be put right. `path`: where it stands in what was saved. */
export const Findings: FC<{ intro: string; findings: readonly Finding[] }> = ({ intro, findings }) => {
  if (findings.length === 0) return null;
  return (
    <div class="note warn" role="status">
      <p>{intro}</p>
      <ul>
        {findings.map(({ path, message }) => (
          <li>
            <code>{path}</code>: <span lang="en">{message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};
