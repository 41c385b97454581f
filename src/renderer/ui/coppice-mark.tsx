/** The app's mark: new stems from an old root. */
export function CoppiceMark({ size = 20 }: { size?: number }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 48 48"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
    >
      <path d="M24 36V8" strokeWidth={3.5} />
      <path d="M18 36c0-9-2-14-7-19" strokeWidth={3.5} />
      <path d="M30 36c0-9 2-14 7-19" strokeWidth={3.5} />
      <path d="M10 41.5c4-3.6 9-4.6 14-4.6s10 1 14 4.6" strokeWidth={4.5} />
    </svg>
  );
}
