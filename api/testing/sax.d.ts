/** As much of sax as specs use; it brings no types. */
declare module 'sax' {
  export type QualifiedTag = {
    readonly local: string;
    readonly uri: string;
    readonly attributes: Readonly<Record<string, { readonly value: string }>>;
  };
  export type Parser = {
    onopentag: (tag: QualifiedTag) => void;
    onclosetag: () => void;
    ontext: (text: string) => void;
    onerror: (error: Error) => void;
    write(text: string): Parser;
    close(): Parser;
  };
  export function parser(strict: true, options: { readonly xmlns: true }): Parser;
}
