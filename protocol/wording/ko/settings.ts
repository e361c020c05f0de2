/** What the settings of a server, tokens and signing in have to say. */
export const settings = {} as const;
