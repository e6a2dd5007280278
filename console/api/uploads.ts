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

const PART_BYTES = 4 * 1024 * 1024;
const BINARY = { headers: { 'content-type': 'application/octet-stream' }, bodySerializer: (part: unknown) => part as Blob };

/** How far this browser is with the file of an import; null where it is sending none. */
export function uploadQuery(id: string) {
  return queryOptions<Upload | null>({
    queryKey: ['uploads', id],
    queryFn: skipToken,
    initialData: null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** Makes an import and begins to send its file; gives the import at once. */
export async function startImport(file: File, settings: ImportSettings): Promise<Import> {
  const query = { ...settings, name: file.name, upload: 'parts' as const };
  const job = await answerOf(api.POST('/v1/imports', { params: { query }, body: '', ...BINARY }));
  void sendFile(job.id, file, 0);
  return job;
}

/** Sends `file` from `fromBytes` on, and says that it is whole. What goes wrong is told by the upload's query. */
export async function sendFile(id: string, file: File, fromBytes: number): Promise<void> {
  window.addEventListener('beforeunload', keepPage);
  const tell = (upload: Upload): unknown => queryClient.setQueryData(uploadQuery(id).queryKey, upload);
  let sentBytes = fromBytes;
  try {
    while (sentBytes < file.size) {
      tell({ bytes: file.size, sentBytes, fault: null });
      const part = file.slice(sentBytes, sentBytes + PART_BYTES);
      const params = { path: { id }, query: { offset: sentBytes } };
      await answerOf(api.POST('/v1/imports/{id}/parts', { params, body: part as unknown as string, ...BINARY }));
      sentBytes += part.size;
    }
    await answerOf(api.POST('/v1/imports/{id}/complete', { params: { path: { id } } }));
    queryClient.removeQueries({ queryKey: ['uploads', id] });
  } catch (error) {
    tell({ bytes: file.size, sentBytes, fault: error instanceof Error ? error : new Error(String(error)) });
  } finally {
    window.removeEventListener('beforeunload', keepPage);
    await queryClient.invalidateQueries({ queryKey: ['imports'] });
  }
}

/** Has the browser ask before it leaves the page that sends a file. */
function keepPage(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
