import type { Finding } from '../finding.ts';
import { renderGithub } from './github.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { type Paint, renderText } from './text.ts';

export const formats = ['text', 'json', 'junit', 'github', 'markdown'] as const;

export type Format = (typeof formats)[number];

export type RenderOptions = {
  /** For `text` only. Default: no colour. */
  readonly paint?: Paint;
  /** For `junit` only: all that was checked. Default: those of the findings. */
  readonly subjects?: readonly string[];
};

export function render(format: Format, findings: readonly Finding[], options: RenderOptions = {}): string {
  switch (format) {
    case 'text':
      return renderText(findings, options.paint);
    case 'json':
      return renderJson(findings);
    case 'junit':
      return renderJunit(findings, options.subjects);
    case 'github':
      return renderGithub(findings);
    case 'markdown':
      return renderMarkdown(findings);
  }
}
