import { LongplayError } from '../../runtime/errors.ts';

const unreleased = '## [Unreleased]';

/**
 * Makes a version of what stands under Unreleased (keepachangelog.com), with `notes` before it. `section` is what the
 * version's entry says, for the tag.
 */
export function releaseInChangelog(
  changelog: string,
  release: { readonly version: string; readonly date: string; readonly notes: string },
): { text: string; section: string } {
  const start = changelog.indexOf(`${unreleased}\n`);
  if (start < 0) throw new LongplayError('LP_RELEASE_NOTES', `CHANGELOG.md has no heading \`${unreleased}\`.`);
  const after = start + unreleased.length + 1;
  const next = changelog.indexOf('\n## ', after - 1);
  const end = next < 0 ? changelog.length : next + 1;
  const section = [release.notes.trim(), changelog.slice(after, end).trim()].filter(text => text !== '').join('\n\n');
  if (section === '') throw new LongplayError('LP_RELEASE_NOTES', 'CHANGELOG.md says nothing under Unreleased.');
  const rest = changelog.slice(end);
  const entry = `## [${release.version}] - ${release.date}\n\n${section}\n`;
  return { text: `${changelog.slice(0, after)}\n${entry}${rest === '' ? '' : `\n${rest}`}`, section };
}
