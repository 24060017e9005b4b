/** Settings of one transaction (`yigong.…`) that column defaults and policies read; they end with it. */
export type LocalSettings = Readonly<Record<`yigong.${string}`, string>>;
