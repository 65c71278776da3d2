/** The schema that holds pgplumb's own records in a user's database. It belongs to no schema that is compared. */
export const OWN_SCHEMA = 'pgplumb'
