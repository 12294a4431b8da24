import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Post {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** The payload. */
  event: { id: string; type: string; timestamp: string; data: Record<string, unknown> };
}

export interface Receiver {
  url: string;
  port: number;
  posts: Post[];
  close(): Promise<void>;
}

export type Answering = (post: Post, response: ServerResponse) => void;

/** An ERP's server for webhooks, which keeps what it was posted. */
export async function startReceiver(answer: Answering = (_, response) => response.end()): Promise<Receiver> {
  const posts: Post[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const post = {
        path: request.url ?? "",
        headers: request.headers,
        body,
        event: JSON.parse(body) as Post["event"],
      };
      posts.push(post);
      answer(post, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/events`,
    port,
    posts,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Answers with these statuses in turn, the last one ever after. */
export function answersInTurn(...statuses: number[]): Answering {
  const left = [...statuses];
  return (_, response) => {
    response.statusCode = (left.length > 1 ? left.shift() : left[0]) ?? 200;
    response.end();
  };
}
