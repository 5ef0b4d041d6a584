/** A whole answer as one text. Who holds the connection writes it as it is, without a `Response` and its streams. */
export class TextAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;

  constructor(text: string, options: { status: number; headers: Record<string, string> }) {
    this.text = text;
    this.status = options.status;
    this.headers = options.headers;
  }

  toResponse(): Response {
    return new Response(this.text, { status: this.status, headers: this.headers });
  }
}
