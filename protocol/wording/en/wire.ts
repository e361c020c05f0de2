export const wire = {
  internal: "Something went wrong inside Between Notebooks: {reason}.",
  "internal.hint": "This is a fault of the program, not of your notebook. Please report it with the server's log.",
} as const;
