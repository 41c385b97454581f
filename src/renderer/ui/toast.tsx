import { Toast as Base } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { copyText } from '../lib/copy-text';
import { type ToastData, toastManager } from '../lib/toasts';
import { commonStrings } from '../strings/common';
import { Button } from './button';
import { DetailsBox } from './details-box';
import { IconButton } from './icon-button';
import styles from './toast.module.css';

/** Shows what `notify` and `reportError` were told, at the top of the window. */
export function Toaster() {
  return (
    <Base.Provider toastManager={toastManager} limit={4}>
      <Base.Portal>
        <Base.Viewport
          data-panel="notifications"
          className={styles.viewport}
          aria-label={commonStrings.notifications}
          // Only a pointer that moves over a notice keeps it: one may come to stand under a pointer that rests.
          onMouseEnter={(event) => event.preventBaseUIHandler()}
        >
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function List() {
  const { toasts, close } = Base.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const { action, detail } = toast.data ?? {};
    return (
      <Base.Root key={toast.id} toast={toast} swipeDirection={['up', 'right']} className={styles.toast}>
        <Base.Content className={styles.content}>
          <Icon type={toast.type} />
          <div className={styles.text}>
            <Base.Title className={styles.title} render={<p />} />
            <Base.Description className={styles.description} />
            {detail && <DetailsBox text={detail} />}
            {(action || detail) && (
              <div className={styles.actions}>
                {detail && (
                  <Button size="sm" onClick={() => void copyText(errorText(toast.title, detail))}>
                    {commonStrings.copyDetails}
                  </Button>
                )}
                {action && (
                  <Button
                    size="sm"
                    onClick={() => {
                      action.run();
                      close(toast.id);
                    }}
                  >
                    {action.label}
                  </Button>
                )}
              </div>
            )}
          </div>
          <Base.Close
            render={<IconButton label={commonStrings.dismiss} icon={<X size={14} />} size="sm" />}
          />
        </Base.Content>
      </Base.Root>
    );
  });
}

function Icon({ type }: { type: string | undefined }) {
  if (type === 'error') return <CircleAlert aria-hidden size={16} className={styles.error} />;
  if (type === 'success') return <CircleCheck aria-hidden size={16} className={styles.success} />;
  return <Info aria-hidden size={16} className={styles.info} />;
}

function errorText(title: unknown, detail: string): string {
  return `${String(title)}\n\n${detail}`;
}
