
pub mod body;
pub mod calendar;
pub mod category;
pub mod clock;
pub mod data_file;
pub mod label;
pub mod region;
