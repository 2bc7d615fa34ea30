pub struct Files;
impl Files {
    pub fn open(_: &std::path::Path) -> Result<Self, crate::Fault> {
        Ok(Self)
    }
}
