// The operations of an OpenAPI document, as tests over every route need them.

export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly permission: string;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string; readonly 'x-permission': string }>>>>;
}

export function operationsOf(document: object): Operation[] {
  return Object.entries((document as Document).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, 'x-permission': permission }]) => ({
      id: operationId,
      method: method.toUpperCase() as Operation['method'],
      path,
      permission,
    })),
  );
}
