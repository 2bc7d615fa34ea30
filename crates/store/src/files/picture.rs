use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits};

use super::{FileRefusal, Media};

/// Longest side of a picture that is kept, in pixels: a page of A4 at 250 dpi.
const SIDE_MAX: u32 = 3000;

/// More than any phone makes; beyond it, a small file that unfolds to gigabytes is likelier.
const PIXELS_MAX: u64 = 120_000_000;

/// Memory for decoding, in bytes.
const MEMORY_MAX: u64 = 600_000_000;

const JPEG_QUALITY: u8 = 85;

/// Reads only the header.
pub(super) fn measure(bytes: &[u8]) -> Result<(), FileRefusal> {
    let (width, height) = reader(bytes)?.into_dimensions().map_err(refusal)?;
    if u64::from(width) * u64::from(height) > PIXELS_MAX { Err(FileRefusal::TooManyPixels) } else { Ok(()) }
}

/// Whether it can be decoded.
pub(super) fn check(bytes: &[u8]) -> Result<(), FileRefusal> {
    decode(bytes).map(drop)
}

/// Turned upright, at most 3000 pixels wide and high, and written anew, so that nothing but the picture is left: no metadata, nothing
/// hidden behind it. JPEG stays JPEG; PNG, and all that is partly transparent, becomes PNG; of a moving picture the first image stays.
pub(super) fn clean(bytes: &[u8], media: Media) -> Result<(Bytes, &'static str), FileRefusal> {
    let (mut picture, orientation) = decode(bytes)?;
    if picture.width().max(picture.height()) > SIDE_MAX {
        picture = picture.resize(SIDE_MAX, SIDE_MAX, image::imageops::FilterType::CatmullRom);
    }
    picture.apply_orientation(orientation);
    let lossless = matches!(media.media_type, "image/png" | "image/gif") || picture.color().has_alpha();
    let mut written = Vec::new();
    if lossless {
        picture.write_with_encoder(PngEncoder::new(&mut written)).map_err(refusal)?;
        return Ok((written.into(), "image/png"));
    }
    // JPEG knows neither 16 bits per channel nor an alpha channel.
    let picture = DynamicImage::ImageRgb8(picture.into_rgb8());
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut written, JPEG_QUALITY)).map_err(refusal)?;
    Ok((written.into(), "image/jpeg"))
}

fn decode(bytes: &[u8]) -> Result<(DynamicImage, Orientation), FileRefusal> {
    let mut decoder = reader(bytes)?.into_decoder().map_err(refusal)?;
    // Damaged metadata are no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder).map_err(refusal)?, orientation))
}

fn reader(bytes: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, FileRefusal> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| FileRefusal::Damaged)?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];
    if !reader.format().is_some_and(|format| known.contains(&format)) {
        return Err(FileRefusal::Unsupported);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    Ok(reader)
}

fn refusal(error: ImageError) -> FileRefusal {
    match error {
        ImageError::Limits(_) => FileRefusal::TooManyPixels,
        _ => FileRefusal::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use image::{ImageEncoder as _, Rgb, RgbImage};

    use super::super::inspect;
    use super::*;

    /// A picture whose left half is red, with EXIF that says "turn right" and names a secret place.
    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let picture =
            RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) });
        let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"SECRETPLACE");
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
        encoder.set_exif_metadata(exif).unwrap();
        encoder.write_image(&picture, width, height, image::ExtendedColorType::Rgb8).unwrap();
        bytes
    }

    fn holds(bytes: &[u8], text: &[u8]) -> bool {
        bytes.windows(text.len()).any(|w| w == text)
    }

    #[test]
    fn a_photo_loses_its_metadata_and_stands_upright() {
        let photo = jpeg(40, 20);
        assert!(holds(&photo, b"SECRETPLACE"));
        let media = inspect(&photo, "photo.jpg").unwrap();
        let (cleaned, media_type) = clean(&photo, media).unwrap();
        assert!(!holds(&cleaned, b"SECRETPLACE") && !holds(&cleaned, b"Exif"));
        assert_eq!(media_type, "image/jpeg");
        let picture = image::load_from_memory(&cleaned).unwrap().into_rgb8();
        assert_eq!(picture.dimensions(), (20, 40));
        assert!(
            picture.get_pixel(10, 2).0[0] > 200 && picture.get_pixel(10, 37).0[2] > 200,
            "red left becomes red top"
        );
    }

    #[test]
    fn a_large_picture_is_made_smaller_in_proportion() {
        let large = jpeg(6000, 30);
        let (cleaned, _) = clean(&large, inspect(&large, "").unwrap()).unwrap();
        let picture = image::load_from_memory(&cleaned).unwrap();
        assert_eq!((picture.width(), picture.height()), (15, 3000));
    }

    #[test]
    fn transparency_survives() {
        let mut webp = Vec::new();
        let glass = image::RgbaImage::from_pixel(4, 4, image::Rgba([1, 2, 3, 100]));
        image::codecs::webp::WebPEncoder::new_lossless(&mut webp)
            .encode(&glass, 4, 4, image::ExtendedColorType::Rgba8)
            .unwrap();
        let (cleaned, media_type) = clean(&webp, inspect(&webp, "a.webp").unwrap()).unwrap();
        assert_eq!(media_type, "image/png");
        assert_eq!(image::load_from_memory(&cleaned).unwrap().into_rgba8(), glass);
    }

    #[test]
    fn a_picture_that_unfolds_to_gigabytes_is_refused_by_its_header() {
        let mut png = Vec::new();
        PngEncoder::new(&mut png).write_image(&[0], 1, 1, image::ExtendedColorType::L8).unwrap();
        // Width and height follow the header's name, with a checksum after them.
        png[16..24].copy_from_slice(&[0, 1, 0x11, 0x70, 0, 1, 0x11, 0x70]);
        let crc = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(inspect(&png, "a.png"), Err(FileRefusal::TooManyPixels));
    }

    #[test]
    fn a_damaged_picture_is_refused() {
        let photo = jpeg(40, 20);
        let broken = &photo[..60];
        let answer = inspect(broken, "a.jpg").and_then(|media| clean(broken, media));
        assert_eq!(answer.unwrap_err(), FileRefusal::Damaged);
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes
            .iter()
            .fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1))))
    }
}
