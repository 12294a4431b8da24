export interface StreamedEvent {
  event: string;
  data: unknown;
}

export interface EventReader {
  /** The next one; null: the stream has ended. */
  next(): Promise<StreamedEvent | null>;
  /** Passes over others until one is of that kind. */
  until(event: string): Promise<StreamedEvent>;
  leave(): Promise<void>;
}

/** Reads server-sent events as a browser does. */
export function readEvents(response: Response): EventReader {
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async (): Promise<StreamedEvent | null> => {
    for (;;) {
      const end = text.indexOf("\n\n");
      if (end < 0) {
        const { done, value } = await reader.read();
        if (done) return null;
        text += value;
        continue;
      }
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const event = field("event");
      if (event !== undefined) return { event, data: JSON.parse(field("data") ?? "null") };
    }
  };
  return {
    next,
    async until(event) {
      for (;;) {
        const one = await next();
        if (one === null) throw new Error(`the stream ended without ${event}`);
        if (one.event === event) return one;
      }
    },
    leave: () => reader.cancel(),
  };
}
