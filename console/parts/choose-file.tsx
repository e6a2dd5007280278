// The button that chooses a file to import, and leads to where it is looked through.

import { Button, FileButton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { chooseFile } from '../api/chosen-file.ts';

export function ChooseFile() {
  const navigate = useNavigate();
  const choose = (file: File | null): void => {
    if (!file) return;
    chooseFile(file);
    void navigate({ to: '/imports/new' });
  };
  return (
    <FileButton onChange={choose}>
      {(props) => (
        <Button {...props} leftSection={<IconUpload size={16} stroke={1.5} aria-hidden />}>
          Import a file
        </Button>
      )}
    </FileButton>
  );
}
