export const report = {
  "values.unreadable": "The rows could not be read: {reason}.",
  "values.unknown-type": "The rows have a column of a type that cannot be shown yet ({type}).",
  "values.unknown-type.hint": "Cast the column to a string, or leave it out of the query.",
} as const;
