import type { Finding } from '../finding.ts';
import { renderGithub } from './github.ts';
import { renderJson } from './json.ts';
import { type JunitOptions, renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { type Paint, renderText } from './text.ts';

export const formats = ['text', 'json', 'junit', 'github', 'markdown'] as const;

export type Format = (typeof formats)[number];

/** All but `paint` is for `junit` only. */
export type RenderOptions = JunitOptions & {
  /** For `text` only. Default: no colour. */
  readonly paint?: Paint;
};

export function render(format: Format, findings: readonly Finding[], options: RenderOptions = {}): string {
  switch (format) {
    case 'text':
      return renderText(findings, options.paint);
    case 'json':
      return renderJson(findings);
    case 'junit':
      return renderJunit(findings, options);
    case 'github':
      return renderGithub(findings);
    case 'markdown':
      return renderMarkdown(findings);
  }
}
