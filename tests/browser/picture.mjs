// Pictures: PNG as Chromium and this file write it (8 bits a colour, not interlaced), made
// small as means of blocks, and compared.
import { deflateSync, inflateSync } from "node:zlib";

// Choices, with what shots.mjs finds in the plants: a difference that an eye may miss is one
// of LEVELS of 255 in the mean of a block, and one of PATCH of them the corner of a glyph.
export const LEVELS = 12, PATCH = 5;
const STEP = 4; // means are stored in steps, which makes files smaller; below LEVELS

const channels = { 2: 3, 6: 4 };

// {width, height, channels, data}
export const readPng = (file) => {
	let header, parts = [];
	for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
		const type = file.toString("latin1", at + 4, at + 8), body = file.subarray(at + 8, at + 8 + file.readUInt32BE(at));
		if (type === "IHDR")
			header = body;
		if (type === "IDAT")
			parts.push(body);
	}
	const width = header.readUInt32BE(0), height = header.readUInt32BE(4), n = channels[header[9]];
	if (header[8] !== 8 || n === undefined || header[12] !== 0)
		throw new Error("not a picture of 8 bits a colour");
	const raw = inflateSync(Buffer.concat(parts)), line = width * n, data = Buffer.alloc(line * height);
	for (let y = 0; y < height; y++)
		unfilter(raw[y * (line + 1)], raw.subarray(y * (line + 1) + 1, (y + 1) * (line + 1)),
			y > 0 ? data.subarray((y - 1) * line, y * line) : Buffer.alloc(line), data.subarray(y * line, (y + 1) * line), n);
	return { width, height, channels: n, data };
};

const paeth = (a, b, c) => {
	const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
	return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};
const unfilter = (kind, from, above, to, n) => {
	for (let i = 0; i < from.length; i++) {
		const a = i < n ? 0 : to[i - n], b = above[i], c = i < n ? 0 : above[i - n];
		to[i] = from[i] + (kind === 0 ? 0 : kind === 1 ? a : kind === 2 ? b : kind === 3 ? (a + b) >> 1 : paeth(a, b, c));
	}
};

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
	for (let k = 0; k < 8; k++)
		n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
	return n;
});
const chunk = (type, body) => {
	const out = Buffer.alloc(body.length + 12);
	out.writeUInt32BE(body.length, 0);
	out.write(type, 4, "latin1");
	body.copy(out, 8);
	let crc = 0xffffffff;
	for (const byte of out.subarray(4, out.length - 4))
		crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
	out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, out.length - 4);
	return out;
};
// Of three colours a place.
export const writePng = ({ width, height, data }) => {
	const head = Buffer.alloc(13), raw = Buffer.alloc((width * 3 + 1) * height);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 2, 0, 0, 0], 8);
	for (let y = 0; y < height; y++)
		Buffer.from(data).copy(raw, y * (width * 3 + 1) + 1, y * width * 3, (y + 1) * width * 3);
	return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head),
		chunk("IDAT", deflateSync(raw, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
};

// The means of blocks of size x size places.
export const shrink = (picture, size) => {
	const width = Math.ceil(picture.width / size), height = Math.ceil(picture.height / size), data = Buffer.alloc(width * height * 3);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const sums = [0, 0, 0], right = Math.min((x + 1) * size, picture.width), end = Math.min((y + 1) * size, picture.height);
			for (let j = y * size; j < end; j++)
				for (let i = x * size; i < right; i++)
					for (let c = 0; c < 3; c++)
						sums[c] += picture.data[(j * picture.width + i) * picture.channels + c];
			const places = (right - x * size) * (end - y * size);
			for (let c = 0; c < 3; c++)
				data[(y * width + x) * 3 + c] = Math.min(255, Math.round(sums[c] / places / STEP) * STEP);
		}
	return { width, height, channels: 3, data };
};

// Blocks that differ by more than an eye may miss; where one picture ends, the other is all
// different.  first: the place of the first one, in blocks.
export const differing = (a, b) => {
	let n = Math.abs(a.height - b.height) * Math.max(a.width, b.width) + Math.abs(a.width - b.width) * a.height, first;
	for (let y = 0; y < Math.min(a.height, b.height); y++)
		for (let x = 0; x < Math.min(a.width, b.width); x++)
			for (let c = 0; c < 3; c++)
				if (Math.abs(a.data[(y * a.width + x) * 3 + c] - b.data[(y * b.width + x) * 3 + c]) > LEVELS) {
					n++;
					first ??= [x, y];
					break;
				}
	return { n, first: first ?? [0, Math.min(a.height, b.height)] };
};
