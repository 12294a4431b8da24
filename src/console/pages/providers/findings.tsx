/** What a save left that is still to be put right. `path`: where it stands in what was saved. */
export function Findings({
  intro,
  findings,
}: {
  intro: string;
  findings: readonly { path: string; message: string }[];
}) {
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
}
