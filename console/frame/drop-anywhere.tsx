// A file dropped anywhere on the console begins an import.

import '@mantine/dropzone/styles.layer.css';
import { Dropzone } from '@mantine/dropzone';
import { Group, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { chooseFile } from '../api/chosen-file.ts';

export function DropAnywhere() {
  const navigate = useNavigate();
  const take = ([file]: File[]): void => {
    if (!file) return;
    chooseFile(file);
    void navigate({ to: '/imports/new' });
  };
  return (
    <Dropzone.FullScreen
      active
      multiple={false}
      onDrop={take}
      // In sight only while a file is dragged: keys never come here, the page of a new import has a field of its own.
      activateOnKeyboard={false}
      tabIndex={-1}
      inputProps={{ 'aria-label': 'A file to import', tabIndex: -1 }}
    >
      <Group justify="center" align="center" mih="80vh" gap="md">
        <IconFileImport size={40} stroke={1.3} aria-hidden />
        <Text size="lg" fw={600}>
          Drop the file to import it
        </Text>
      </Group>
    </Dropzone.FullScreen>
  );
}
