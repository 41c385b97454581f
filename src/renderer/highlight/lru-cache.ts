/** Keeps the most recently used values while their sizes together stay within `capacity`. */
export class LruCache<Value> {
  private readonly items = new Map<string, { value: Value; size: number }>();
  private total = 0;

  constructor(private readonly capacity: number) {}

  get(key: string): Value | undefined {
    const item = this.items.get(key);
    if (!item) return undefined;
    this.items.delete(key);
    this.items.set(key, item);
    return item.value;
  }

  set(key: string, value: Value, size: number): void {
    this.total += size - (this.items.get(key)?.size ?? 0);
    this.items.delete(key);
    this.items.set(key, { value, size });
    for (const [oldest, item] of this.items) {
      if (this.total <= this.capacity || oldest === key) break;
      this.items.delete(oldest);
      this.total -= item.size;
    }
  }
}
