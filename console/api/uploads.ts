// Files on their way into the registry: in parts, so that progress is known, and an upload that breaks off goes on from there. They go
// on whatever page is shown.

import { queryOptions, skipToken } from '@tanstack/react-query';
import { answerOf, api, queryClient } from './client.ts';
import type { Import, ImportSettings } from './imports.ts';

export interface Upload {
  readonly bytes: number;
  readonly sentBytes: number;
  readonly fault: Error | null;
}

export interface Tried {
  readonly file: File;
  /** As they are for taking it in. */
  readonly settings: ImportSettings;
}

const PART_BYTES = 4 * 1024 * 1024;
const BINARY = { headers: { 'content-type': 'application/octet-stream' }, bodySerializer: (part: unknown) => part as Blob };

/** How far this browser is with the file of an import; null where it is sending none. */
export function uploadQuery(id: string) {
  return hereAlone<Upload>(['uploads', id]);
}

/** What a dry run of this browser tried; null once the page was loaded anew, because files have no address. */
export function triedQuery(id: string) {
  return hereAlone<Tried>(['uploads', id, 'tried']);
}

/** What only this browser knows, as long as the page is open. */
function hereAlone<What>(queryKey: readonly string[]) {
  const forEver = { staleTime: Number.POSITIVE_INFINITY, gcTime: Number.POSITIVE_INFINITY };
  return queryOptions<What | null>({ queryKey, queryFn: skipToken, initialData: null, ...forEver });
}

/** Makes an import and begins to send its file; gives the import at once. */
export async function startImport(file: File, settings: ImportSettings): Promise<Import> {
  const query = { ...settings, name: file.name, upload: 'parts' as const };
  const job = await answerOf(api.POST('/v1/imports', { params: { query }, body: '', ...BINARY }));
  if (settings.dryRun === true) {
    const tried: Tried = { file, settings: { ...settings, dryRun: false } };
    queryClient.setQueryData(triedQuery(job.id).queryKey, tried);
  }
  void sendFile(job.id, file, 0);
  return job;
}

/** Sends `file` from `fromBytes` on, and says that it is whole; meanwhile the browser asks before it leaves the page. What goes wrong is told by the upload's query. */
export async function sendFile(id: string, file: File, fromBytes: number): Promise<void> {
  // Of each upload its own: the end of one does not let the page go that still sends another.
  const keepPage = (event: BeforeUnloadEvent): void => event.preventDefault();
  window.addEventListener('beforeunload', keepPage);
  const tell = (upload: Upload): unknown => queryClient.setQueryData(uploadQuery(id).queryKey, upload);
  let sentBytes = fromBytes;
  let fault: Error | null = null;
  try {
    while (sentBytes < file.size) {
      tell({ bytes: file.size, sentBytes, fault: null });
      const part = file.slice(sentBytes, sentBytes + PART_BYTES);
      const params = { path: { id }, query: { offset: sentBytes } };
      await answerOf(api.POST('/v1/imports/{id}/parts', { params, body: part as unknown as string, ...BINARY }));
      sentBytes += part.size;
    }
    await answerOf(api.POST('/v1/imports/{id}/complete', { params: { path: { id } } }));
  } catch (error) {
    fault = error instanceof Error ? error : new Error(String(error));
    tell({ bytes: file.size, sentBytes, fault });
  }
  window.removeEventListener('beforeunload', keepPage);
  await queryClient.invalidateQueries({ queryKey: ['imports'] });
  // Not before it is known that the file is whole: until then it would look as if the upload had broken off.
  if (fault === null) queryClient.removeQueries({ queryKey: ['uploads', id], exact: true });
}
