/** What a provider of bookings is asked for: a car, a room, a seat. */
export type BookingCall =
  | {
      readonly operation: 'book';
      /** Who books, by an id that says nothing of a person. */
      readonly holder: string;
      /** What, in the provider's words. */
      readonly item: string;
      /** First and last day, as in 2027-05-01. */
      readonly from: string;
      readonly until: string;
    }
  /** `of`: the provider's reference of the booking. */
  | { readonly operation: 'cancel'; readonly holder: string; readonly of: string };
