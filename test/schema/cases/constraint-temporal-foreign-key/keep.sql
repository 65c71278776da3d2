SELECT room::text, during::text FROM booking
