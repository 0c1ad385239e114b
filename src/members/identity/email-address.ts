/** What an e-mail address is: one recipient and nothing else, for it reaches the main app's mailer as it is. */

/** No second `@`, blank, comma, bracket or quote, and nothing that cannot be seen: each could name a further recipient. */
const ADDRESS =
  /^[^\s@,;<>"()\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]+@[^\s@,;<>"()\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]+$/u;

export const isEmailAddress = (text: string): boolean => ADDRESS.test(text);
