// An error as every page shows it: what happened, every fault of it, and the way on.

import { Alert, Button, Code, List, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { ApiProblem } from '../api/problem.ts';

interface ProblemAlertProps {
  readonly problem: Error;
  readonly onRetry?: () => void;
}

export function ProblemAlert({ problem, onRetry }: ProblemAlertProps) {
  const { issues = [], requestId } = problem instanceof ApiProblem ? problem : {};
  return (
    <Alert color="red" variant="outline" icon={<IconAlertCircle size={18} aria-hidden />} role="alert">
      <Text size="sm">{problem.message}</Text>
      {issues.length > 0 && (
        <List size="sm" mt="xs">
          {issues.map(({ code, pointer, parameter, message }) => (
            <List.Item key={`${code} ${pointer ?? parameter ?? ''}`}>
              {(pointer ?? parameter) !== undefined && <Code>{pointer ?? parameter}</Code>} {message}
            </List.Item>
          ))}
        </List>
      )}
      {requestId !== undefined && (
        <Text size="xs" c="dimmed" mt="xs">
          Request <span className="mono">{requestId}</span>
        </Text>
      )}
      {onRetry && (
        <Button size="xs" variant="default" mt="sm" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
