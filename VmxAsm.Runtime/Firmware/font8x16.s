# The font of text mode, code page 437: 256 characters of sixteen rows, the leftmost pixel in bit 7.
# From the public-domain bitmaps of Joseph Gil's fntcol16 collection.
# Included once for each height: FONT_ROWS is 16, or 14 for the same without the first and the last row, as mode 10h and 28 lines of text show it.

        .set    ROW, 0
        .macro  row bits
        .if     FONT_ROWS == 16 || (ROW % 16 != 0 && ROW % 16 != 15)
        .byte   \bits
        .endif
        .set    ROW, ROW + 1
        .endm

        # 0x00
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x01 ☺
        row     0b00000000
        row     0b00000000
        row     0b01111110
        row     0b10000001
        row     0b10100101
        row     0b10000001
        row     0b10000001
        row     0b10111101
        row     0b10011001
        row     0b10000001
        row     0b10000001
        row     0b01111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x02 ☻
        row     0b00000000
        row     0b00000000
        row     0b01111110
        row     0b11111111
        row     0b11011011
        row     0b11111111
        row     0b11111111
        row     0b11000011
        row     0b11100111
        row     0b11111111
        row     0b11111111
        row     0b01111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x03 ♥
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01101100
        row     0b11111110
        row     0b11111110
        row     0b11111110
        row     0b11111110
        row     0b01111100
        row     0b00111000
        row     0b00010000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x04 ♦
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00010000
        row     0b00111000
        row     0b01111100
        row     0b11111110
        row     0b01111100
        row     0b00111000
        row     0b00010000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x05 ♣
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00111100
        row     0b00111100
        row     0b11100111
        row     0b11100111
        row     0b11100111
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x06 ♠
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00111100
        row     0b01111110
        row     0b11111111
        row     0b11111111
        row     0b01111110
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x07 •
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00111100
        row     0b00111100
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x08 ◘
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11100111
        row     0b11000011
        row     0b11000011
        row     0b11100111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111

        # 0x09 ○
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00111100
        row     0b01100110
        row     0b01000010
        row     0b01000010
        row     0b01100110
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x0a ◙
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11000011
        row     0b10011001
        row     0b10111101
        row     0b10111101
        row     0b10011001
        row     0b11000011
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111

        # 0x0b ♂
        row     0b00000000
        row     0b00000000
        row     0b00011110
        row     0b00001110
        row     0b00011010
        row     0b00110010
        row     0b01111000
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01111000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x0c ♀
        row     0b00000000
        row     0b00000000
        row     0b00111100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b00111100
        row     0b00011000
        row     0b01111110
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x0d ♪
        row     0b00000000
        row     0b00000000
        row     0b00111111
        row     0b00110011
        row     0b00111111
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b01110000
        row     0b11110000
        row     0b11100000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x0e ♫
        row     0b00000000
        row     0b00000000
        row     0b01111111
        row     0b01100011
        row     0b01111111
        row     0b01100011
        row     0b01100011
        row     0b01100011
        row     0b01100011
        row     0b01100111
        row     0b11100111
        row     0b11100110
        row     0b11000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x0f ☼
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b11011011
        row     0b00111100
        row     0b11100111
        row     0b00111100
        row     0b11011011
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x10 ►
        row     0b00000000
        row     0b10000000
        row     0b11000000
        row     0b11100000
        row     0b11110000
        row     0b11111000
        row     0b11111110
        row     0b11111000
        row     0b11110000
        row     0b11100000
        row     0b11000000
        row     0b10000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x11 ◄
        row     0b00000000
        row     0b00000010
        row     0b00000110
        row     0b00001110
        row     0b00011110
        row     0b00111110
        row     0b11111110
        row     0b00111110
        row     0b00011110
        row     0b00001110
        row     0b00000110
        row     0b00000010
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x12 ↕
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00111100
        row     0b01111110
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b01111110
        row     0b00111100
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x13 ‼
        row     0b00000000
        row     0b00000000
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b00000000
        row     0b01100110
        row     0b01100110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x14 ¶
        row     0b00000000
        row     0b00000000
        row     0b01111111
        row     0b11011011
        row     0b11011011
        row     0b11011011
        row     0b01111011
        row     0b00011011
        row     0b00011011
        row     0b00011011
        row     0b00011011
        row     0b00011011
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x15 §
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b01100000
        row     0b00111000
        row     0b01101100
        row     0b11000110
        row     0b11000110
        row     0b01101100
        row     0b00111000
        row     0b00001100
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x16 ▬
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b11111110
        row     0b11111110
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x17 ↨
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00111100
        row     0b01111110
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b01111110
        row     0b00111100
        row     0b00011000
        row     0b01111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x18 ↑
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00111100
        row     0b01111110
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x19 ↓
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b01111110
        row     0b00111100
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x1a →
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00001100
        row     0b11111110
        row     0b00001100
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x1b ←
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00110000
        row     0b01100000
        row     0b11111110
        row     0b01100000
        row     0b00110000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x1c ∟
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x1d ↔
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00100100
        row     0b01100110
        row     0b11111111
        row     0b01100110
        row     0b00100100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x1e ▲
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00010000
        row     0b00111000
        row     0b00111000
        row     0b01111100
        row     0b01111100
        row     0b11111110
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x1f ▼
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b11111110
        row     0b01111100
        row     0b01111100
        row     0b00111000
        row     0b00111000
        row     0b00010000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x20 space
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x21 '!'
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00111100
        row     0b00111100
        row     0b00111100
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x22 '"'
        row     0b00000000
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b00100100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x23 '#'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01101100
        row     0b01101100
        row     0b11111110
        row     0b01101100
        row     0b01101100
        row     0b01101100
        row     0b11111110
        row     0b01101100
        row     0b01101100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x24 '$'
        row     0b00011000
        row     0b00011000
        row     0b01111100
        row     0b11000110
        row     0b11000010
        row     0b11000000
        row     0b01111100
        row     0b00000110
        row     0b00000110
        row     0b10000110
        row     0b11000110
        row     0b01111100
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000

        # 0x25 '%'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11000010
        row     0b11000110
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b11000110
        row     0b10000110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x26 '&'
        row     0b00000000
        row     0b00000000
        row     0b00111000
        row     0b01101100
        row     0b01101100
        row     0b00111000
        row     0b01110110
        row     0b11011100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x27 '''
        row     0b00000000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b01100000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x28 '('
        row     0b00000000
        row     0b00000000
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00011000
        row     0b00001100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x29 ')'
        row     0b00000000
        row     0b00000000
        row     0b00110000
        row     0b00011000
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x2a '*'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01100110
        row     0b00111100
        row     0b11111111
        row     0b00111100
        row     0b01100110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x2b '+'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b01111110
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x2c ','
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00110000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x2d '-'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x2e '.'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x2f '/'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000010
        row     0b00000110
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b11000000
        row     0b10000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x30 '0'
        row     0b00000000
        row     0b00000000
        row     0b00111100
        row     0b01100110
        row     0b11000011
        row     0b11000011
        row     0b11011011
        row     0b11011011
        row     0b11000011
        row     0b11000011
        row     0b01100110
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x31 '1'
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00111000
        row     0b01111000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b01111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x32 '2'
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b00000110
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b11000000
        row     0b11000110
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x33 '3'
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b00000110
        row     0b00000110
        row     0b00111100
        row     0b00000110
        row     0b00000110
        row     0b00000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x34 '4'
        row     0b00000000
        row     0b00000000
        row     0b00001100
        row     0b00011100
        row     0b00111100
        row     0b01101100
        row     0b11001100
        row     0b11111110
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00011110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x35 '5'
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11111100
        row     0b00000110
        row     0b00000110
        row     0b00000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x36 '6'
        row     0b00000000
        row     0b00000000
        row     0b00111000
        row     0b01100000
        row     0b11000000
        row     0b11000000
        row     0b11111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x37 '7'
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b11000110
        row     0b00000110
        row     0b00000110
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x38 '8'
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x39 '9'
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111110
        row     0b00000110
        row     0b00000110
        row     0b00000110
        row     0b00001100
        row     0b01111000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x3a ':'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x3b ';'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00110000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x3c '<'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000110
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b00110000
        row     0b00011000
        row     0b00001100
        row     0b00000110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x3d '='
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111110
        row     0b00000000
        row     0b00000000
        row     0b01111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x3e '>'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01100000
        row     0b00110000
        row     0b00011000
        row     0b00001100
        row     0b00000110
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x3f '?'
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b00001100
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x40 '@'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11011110
        row     0b11011110
        row     0b11011110
        row     0b11011100
        row     0b11000000
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x41 'A'
        row     0b00000000
        row     0b00000000
        row     0b00010000
        row     0b00111000
        row     0b01101100
        row     0b11000110
        row     0b11000110
        row     0b11111110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x42 'B'
        row     0b00000000
        row     0b00000000
        row     0b11111100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01111100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b11111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x43 'C'
        row     0b00000000
        row     0b00000000
        row     0b00111100
        row     0b01100110
        row     0b11000010
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11000010
        row     0b01100110
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x44 'D'
        row     0b00000000
        row     0b00000000
        row     0b11111000
        row     0b01101100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01101100
        row     0b11111000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x45 'E'
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b01100110
        row     0b01100010
        row     0b01101000
        row     0b01111000
        row     0b01101000
        row     0b01100000
        row     0b01100010
        row     0b01100110
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x46 'F'
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b01100110
        row     0b01100010
        row     0b01101000
        row     0b01111000
        row     0b01101000
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b11110000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x47 'G'
        row     0b00000000
        row     0b00000000
        row     0b00111100
        row     0b01100110
        row     0b11000010
        row     0b11000000
        row     0b11000000
        row     0b11011110
        row     0b11000110
        row     0b11000110
        row     0b01100110
        row     0b00111010
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x48 'H'
        row     0b00000000
        row     0b00000000
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11111110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x49 'I'
        row     0b00000000
        row     0b00000000
        row     0b00111100
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x4a 'J'
        row     0b00000000
        row     0b00000000
        row     0b00011110
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01111000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x4b 'K'
        row     0b00000000
        row     0b00000000
        row     0b11100110
        row     0b01100110
        row     0b01100110
        row     0b01101100
        row     0b01111000
        row     0b01111000
        row     0b01101100
        row     0b01100110
        row     0b01100110
        row     0b11100110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x4c 'L'
        row     0b00000000
        row     0b00000000
        row     0b11110000
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b01100010
        row     0b01100110
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x4d 'M'
        row     0b00000000
        row     0b00000000
        row     0b11000011
        row     0b11100111
        row     0b11111111
        row     0b11111111
        row     0b11011011
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x4e 'N'
        row     0b00000000
        row     0b00000000
        row     0b11000110
        row     0b11100110
        row     0b11110110
        row     0b11111110
        row     0b11011110
        row     0b11001110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x4f 'O'
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x50 'P'
        row     0b00000000
        row     0b00000000
        row     0b11111100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01111100
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b11110000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x51 'Q'
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11010110
        row     0b11011110
        row     0b01111100
        row     0b00001100
        row     0b00001110
        row     0b00000000
        row     0b00000000

        # 0x52 'R'
        row     0b00000000
        row     0b00000000
        row     0b11111100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01111100
        row     0b01101100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b11100110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x53 'S'
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b01100000
        row     0b00111000
        row     0b00001100
        row     0b00000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x54 'T'
        row     0b00000000
        row     0b00000000
        row     0b11111111
        row     0b11011011
        row     0b10011001
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x55 'U'
        row     0b00000000
        row     0b00000000
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x56 'V'
        row     0b00000000
        row     0b00000000
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b01100110
        row     0b00111100
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x57 'W'
        row     0b00000000
        row     0b00000000
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b11011011
        row     0b11011011
        row     0b11111111
        row     0b01100110
        row     0b01100110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x58 'X'
        row     0b00000000
        row     0b00000000
        row     0b11000011
        row     0b11000011
        row     0b01100110
        row     0b00111100
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b01100110
        row     0b11000011
        row     0b11000011
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x59 'Y'
        row     0b00000000
        row     0b00000000
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b01100110
        row     0b00111100
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x5a 'Z'
        row     0b00000000
        row     0b00000000
        row     0b11111111
        row     0b11000011
        row     0b10000110
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b11000001
        row     0b11000011
        row     0b11111111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x5b '['
        row     0b00000000
        row     0b00000000
        row     0b00111100
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x5c '\'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b10000000
        row     0b11000000
        row     0b11100000
        row     0b01110000
        row     0b00111000
        row     0b00011100
        row     0b00001110
        row     0b00000110
        row     0b00000010
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x5d ']'
        row     0b00000000
        row     0b00000000
        row     0b00111100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x5e '^'
        row     0b00010000
        row     0b00111000
        row     0b01101100
        row     0b11000110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x5f '_'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111111
        row     0b00000000
        row     0b00000000

        # 0x60 '`'
        row     0b00110000
        row     0b00110000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x61 'a'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111000
        row     0b00001100
        row     0b01111100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x62 'b'
        row     0b00000000
        row     0b00000000
        row     0b11100000
        row     0b01100000
        row     0b01100000
        row     0b01111000
        row     0b01101100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x63 'c'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x64 'd'
        row     0b00000000
        row     0b00000000
        row     0b00011100
        row     0b00001100
        row     0b00001100
        row     0b00111100
        row     0b01101100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x65 'e'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11111110
        row     0b11000000
        row     0b11000000
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x66 'f'
        row     0b00000000
        row     0b00000000
        row     0b00111000
        row     0b01101100
        row     0b01100100
        row     0b01100000
        row     0b11110000
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b11110000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x67 'g'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01110110
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01111100
        row     0b00001100
        row     0b11001100
        row     0b01111000
        row     0b00000000

        # 0x68 'h'
        row     0b00000000
        row     0b00000000
        row     0b11100000
        row     0b01100000
        row     0b01100000
        row     0b01101100
        row     0b01110110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b11100110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x69 'i'
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00111000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x6a 'j'
        row     0b00000000
        row     0b00000000
        row     0b00000110
        row     0b00000110
        row     0b00000000
        row     0b00001110
        row     0b00000110
        row     0b00000110
        row     0b00000110
        row     0b00000110
        row     0b00000110
        row     0b00000110
        row     0b01100110
        row     0b01100110
        row     0b00111100
        row     0b00000000

        # 0x6b 'k'
        row     0b00000000
        row     0b00000000
        row     0b11100000
        row     0b01100000
        row     0b01100000
        row     0b01100110
        row     0b01101100
        row     0b01111000
        row     0b01111000
        row     0b01101100
        row     0b01100110
        row     0b11100110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x6c 'l'
        row     0b00000000
        row     0b00000000
        row     0b00111000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x6d 'm'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11100110
        row     0b11111111
        row     0b11011011
        row     0b11011011
        row     0b11011011
        row     0b11011011
        row     0b11011011
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x6e 'n'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11011100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x6f 'o'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x70 'p'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11011100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01111100
        row     0b01100000
        row     0b01100000
        row     0b11110000
        row     0b00000000

        # 0x71 'q'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01110110
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01111100
        row     0b00001100
        row     0b00001100
        row     0b00011110
        row     0b00000000

        # 0x72 'r'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11011100
        row     0b01110110
        row     0b01100110
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b11110000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x73 's'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b01100000
        row     0b00111000
        row     0b00001100
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x74 't'
        row     0b00000000
        row     0b00000000
        row     0b00010000
        row     0b00110000
        row     0b00110000
        row     0b11111100
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110000
        row     0b00110110
        row     0b00011100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x75 'u'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x76 'v'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b01100110
        row     0b00111100
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x77 'w'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11000011
        row     0b11000011
        row     0b11000011
        row     0b11011011
        row     0b11011011
        row     0b11111111
        row     0b01100110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x78 'x'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11000011
        row     0b01100110
        row     0b00111100
        row     0b00011000
        row     0b00111100
        row     0b01100110
        row     0b11000011
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x79 'y'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111110
        row     0b00000110
        row     0b00001100
        row     0b11111000
        row     0b00000000

        # 0x7a 'z'
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b11001100
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b11000110
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x7b '{'
        row     0b00000000
        row     0b00000000
        row     0b00001110
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b01110000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00001110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x7c '|'
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x7d '}'
        row     0b00000000
        row     0b00000000
        row     0b01110000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00001110
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b01110000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x7e '~'
        row     0b00000000
        row     0b00000000
        row     0b01110110
        row     0b11011100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x7f ⌂
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00010000
        row     0b00111000
        row     0b01101100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x80 Ç
        row     0b00000000
        row     0b00000000
        row     0b00111100
        row     0b01100110
        row     0b11000010
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11000010
        row     0b01100110
        row     0b00111100
        row     0b00001100
        row     0b00000110
        row     0b01111100
        row     0b00000000
        row     0b00000000

        # 0x81 ü
        row     0b00000000
        row     0b00000000
        row     0b11001100
        row     0b00000000
        row     0b00000000
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x82 é
        row     0b00000000
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11111110
        row     0b11000000
        row     0b11000000
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x83 â
        row     0b00000000
        row     0b00010000
        row     0b00111000
        row     0b01101100
        row     0b00000000
        row     0b01111000
        row     0b00001100
        row     0b01111100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x84 ä
        row     0b00000000
        row     0b00000000
        row     0b11001100
        row     0b00000000
        row     0b00000000
        row     0b01111000
        row     0b00001100
        row     0b01111100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x85 à
        row     0b00000000
        row     0b01100000
        row     0b00110000
        row     0b00011000
        row     0b00000000
        row     0b01111000
        row     0b00001100
        row     0b01111100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x86 å
        row     0b00000000
        row     0b00111000
        row     0b01101100
        row     0b00111000
        row     0b00000000
        row     0b01111000
        row     0b00001100
        row     0b01111100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x87 ç
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00111100
        row     0b01100110
        row     0b01100000
        row     0b01100000
        row     0b01100110
        row     0b00111100
        row     0b00001100
        row     0b00000110
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x88 ê
        row     0b00000000
        row     0b00010000
        row     0b00111000
        row     0b01101100
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11111110
        row     0b11000000
        row     0b11000000
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x89 ë
        row     0b00000000
        row     0b00000000
        row     0b11000110
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11111110
        row     0b11000000
        row     0b11000000
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x8a è
        row     0b00000000
        row     0b01100000
        row     0b00110000
        row     0b00011000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11111110
        row     0b11000000
        row     0b11000000
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x8b ï
        row     0b00000000
        row     0b00000000
        row     0b01100110
        row     0b00000000
        row     0b00000000
        row     0b00111000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x8c î
        row     0b00000000
        row     0b00011000
        row     0b00111100
        row     0b01100110
        row     0b00000000
        row     0b00111000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x8d ì
        row     0b00000000
        row     0b01100000
        row     0b00110000
        row     0b00011000
        row     0b00000000
        row     0b00111000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x8e Ä
        row     0b00000000
        row     0b11000110
        row     0b00000000
        row     0b00010000
        row     0b00111000
        row     0b01101100
        row     0b11000110
        row     0b11000110
        row     0b11111110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x8f Å
        row     0b00111000
        row     0b01101100
        row     0b00111000
        row     0b00000000
        row     0b00111000
        row     0b01101100
        row     0b11000110
        row     0b11000110
        row     0b11111110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x90 É
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b00000000
        row     0b11111110
        row     0b01100110
        row     0b01100000
        row     0b01111100
        row     0b01100000
        row     0b01100000
        row     0b01100110
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x91 æ
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01101110
        row     0b00111011
        row     0b00011011
        row     0b01111110
        row     0b11011000
        row     0b11011100
        row     0b01110111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x92 Æ
        row     0b00000000
        row     0b00000000
        row     0b00111110
        row     0b01101100
        row     0b11001100
        row     0b11001100
        row     0b11111110
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x93 ô
        row     0b00000000
        row     0b00010000
        row     0b00111000
        row     0b01101100
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x94 ö
        row     0b00000000
        row     0b00000000
        row     0b11000110
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x95 ò
        row     0b00000000
        row     0b01100000
        row     0b00110000
        row     0b00011000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x96 û
        row     0b00000000
        row     0b00110000
        row     0b01111000
        row     0b11001100
        row     0b00000000
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x97 ù
        row     0b00000000
        row     0b01100000
        row     0b00110000
        row     0b00011000
        row     0b00000000
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x98 ÿ
        row     0b00000000
        row     0b00000000
        row     0b11000110
        row     0b00000000
        row     0b00000000
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111110
        row     0b00000110
        row     0b00001100
        row     0b01111000
        row     0b00000000

        # 0x99 Ö
        row     0b00000000
        row     0b11000110
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x9a Ü
        row     0b00000000
        row     0b11000110
        row     0b00000000
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x9b ¢
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b01111110
        row     0b11000011
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11000011
        row     0b01111110
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x9c £
        row     0b00000000
        row     0b00111000
        row     0b01101100
        row     0b01100100
        row     0b01100000
        row     0b11110000
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b11100110
        row     0b11111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x9d ¥
        row     0b00000000
        row     0b00000000
        row     0b11000011
        row     0b01100110
        row     0b00111100
        row     0b00011000
        row     0b11111111
        row     0b00011000
        row     0b11111111
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x9e ₧
        row     0b00000000
        row     0b11111100
        row     0b01100110
        row     0b01100110
        row     0b01111100
        row     0b01100010
        row     0b01100110
        row     0b01101111
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b11110011
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0x9f ƒ
        row     0b00000000
        row     0b00001110
        row     0b00011011
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b01111110
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b11011000
        row     0b01110000
        row     0b00000000
        row     0b00000000

        # 0xa0 á
        row     0b00000000
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b00000000
        row     0b01111000
        row     0b00001100
        row     0b01111100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xa1 í
        row     0b00000000
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b00000000
        row     0b00111000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xa2 ó
        row     0b00000000
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xa3 ú
        row     0b00000000
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b00000000
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xa4 ñ
        row     0b00000000
        row     0b00000000
        row     0b01110110
        row     0b11011100
        row     0b00000000
        row     0b11011100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xa5 Ñ
        row     0b01110110
        row     0b11011100
        row     0b00000000
        row     0b11000110
        row     0b11100110
        row     0b11110110
        row     0b11111110
        row     0b11011110
        row     0b11001110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xa6 ª
        row     0b00000000
        row     0b00111100
        row     0b01101100
        row     0b01101100
        row     0b00111110
        row     0b00000000
        row     0b01111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xa7 º
        row     0b00000000
        row     0b00111000
        row     0b01101100
        row     0b01101100
        row     0b00111000
        row     0b00000000
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xa8 ¿
        row     0b00000000
        row     0b00000000
        row     0b00110000
        row     0b00110000
        row     0b00000000
        row     0b00110000
        row     0b00110000
        row     0b01100000
        row     0b11000000
        row     0b11000110
        row     0b11000110
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xa9 ⌐
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xaa ¬
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b00000110
        row     0b00000110
        row     0b00000110
        row     0b00000110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xab ½
        row     0b00000000
        row     0b11000000
        row     0b11000000
        row     0b11000010
        row     0b11000110
        row     0b11001100
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b11001110
        row     0b10011011
        row     0b00000110
        row     0b00001100
        row     0b00011111
        row     0b00000000
        row     0b00000000

        # 0xac ¼
        row     0b00000000
        row     0b11000000
        row     0b11000000
        row     0b11000010
        row     0b11000110
        row     0b11001100
        row     0b00011000
        row     0b00110000
        row     0b01100110
        row     0b11001110
        row     0b10010110
        row     0b00111110
        row     0b00000110
        row     0b00000110
        row     0b00000000
        row     0b00000000

        # 0xad ¡
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00111100
        row     0b00111100
        row     0b00111100
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xae «
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00110110
        row     0b01101100
        row     0b11011000
        row     0b01101100
        row     0b00110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xaf »
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11011000
        row     0b01101100
        row     0b00110110
        row     0b01101100
        row     0b11011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xb0 ░
        row     0b00010001
        row     0b01000100
        row     0b00010001
        row     0b01000100
        row     0b00010001
        row     0b01000100
        row     0b00010001
        row     0b01000100
        row     0b00010001
        row     0b01000100
        row     0b00010001
        row     0b01000100
        row     0b00010001
        row     0b01000100
        row     0b00010001
        row     0b01000100

        # 0xb1 ▒
        row     0b01010101
        row     0b10101010
        row     0b01010101
        row     0b10101010
        row     0b01010101
        row     0b10101010
        row     0b01010101
        row     0b10101010
        row     0b01010101
        row     0b10101010
        row     0b01010101
        row     0b10101010
        row     0b01010101
        row     0b10101010
        row     0b01010101
        row     0b10101010

        # 0xb2 ▓
        row     0b11011101
        row     0b01110111
        row     0b11011101
        row     0b01110111
        row     0b11011101
        row     0b01110111
        row     0b11011101
        row     0b01110111
        row     0b11011101
        row     0b01110111
        row     0b11011101
        row     0b01110111
        row     0b11011101
        row     0b01110111
        row     0b11011101
        row     0b01110111

        # 0xb3 │
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xb4 ┤
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b11111000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xb5 ╡
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b11111000
        row     0b00011000
        row     0b11111000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xb6 ╢
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b11110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xb7 ╖
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xb8 ╕
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111000
        row     0b00011000
        row     0b11111000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xb9 ╣
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b11110110
        row     0b00000110
        row     0b11110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xba ║
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xbb ╗
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b00000110
        row     0b11110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xbc ╝
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b11110110
        row     0b00000110
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xbd ╜
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xbe ╛
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b11111000
        row     0b00011000
        row     0b11111000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xbf ┐
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xc0 └
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xc1 ┴
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b11111111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xc2 ┬
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111111
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xc3 ├
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011111
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xc4 ─
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xc5 ┼
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b11111111
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xc6 ╞
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011111
        row     0b00011000
        row     0b00011111
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xc7 ╟
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110111
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xc8 ╚
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110111
        row     0b00110000
        row     0b00111111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xc9 ╔
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00111111
        row     0b00110000
        row     0b00110111
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xca ╩
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b11110111
        row     0b00000000
        row     0b11111111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xcb ╦
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111111
        row     0b00000000
        row     0b11110111
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xcc ╠
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110111
        row     0b00110000
        row     0b00110111
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xcd ═
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111111
        row     0b00000000
        row     0b11111111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xce ╬
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b11110111
        row     0b00000000
        row     0b11110111
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xcf ╧
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b11111111
        row     0b00000000
        row     0b11111111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xd0 ╨
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b11111111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xd1 ╤
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111111
        row     0b00000000
        row     0b11111111
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xd2 ╥
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111111
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xd3 ╙
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00111111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xd4 ╘
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011111
        row     0b00011000
        row     0b00011111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xd5 ╒
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011111
        row     0b00011000
        row     0b00011111
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xd6 ╓
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00111111
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xd7 ╫
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b11111111
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110
        row     0b00110110

        # 0xd8 ╪
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b11111111
        row     0b00011000
        row     0b11111111
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xd9 ┘
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b11111000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xda ┌
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011111
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xdb █
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111

        # 0xdc ▄
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111

        # 0xdd ▌
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000
        row     0b11110000

        # 0xde ▐
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111
        row     0b00001111

        # 0xdf ▀
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b11111111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xe0 α
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01110110
        row     0b11011100
        row     0b11011000
        row     0b11011000
        row     0b11011000
        row     0b11011100
        row     0b01110110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xe1 ß
        row     0b00000000
        row     0b00000000
        row     0b01111000
        row     0b11001100
        row     0b11001100
        row     0b11001100
        row     0b11011000
        row     0b11001100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11001100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xe2 Γ
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b11000110
        row     0b11000110
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b11000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xe3 π
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b01101100
        row     0b01101100
        row     0b01101100
        row     0b01101100
        row     0b01101100
        row     0b01101100
        row     0b01101100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xe4 Σ
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b11000110
        row     0b01100000
        row     0b00110000
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b11000110
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xe5 σ
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111110
        row     0b11011000
        row     0b11011000
        row     0b11011000
        row     0b11011000
        row     0b11011000
        row     0b01110000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xe6 µ
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01111100
        row     0b01100000
        row     0b01100000
        row     0b11000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xe7 τ
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01110110
        row     0b11011100
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xe8 Φ
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111110
        row     0b00011000
        row     0b00111100
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b00111100
        row     0b00011000
        row     0b01111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xe9 Θ
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00111000
        row     0b01101100
        row     0b11000110
        row     0b11000110
        row     0b11111110
        row     0b11000110
        row     0b11000110
        row     0b01101100
        row     0b00111000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xea Ω
        row     0b00000000
        row     0b00000000
        row     0b00111000
        row     0b01101100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b01101100
        row     0b01101100
        row     0b01101100
        row     0b01101100
        row     0b11101110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xeb δ
        row     0b00000000
        row     0b00000000
        row     0b00011110
        row     0b00110000
        row     0b00011000
        row     0b00001100
        row     0b00111110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b01100110
        row     0b00111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xec ∞
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111110
        row     0b11011011
        row     0b11011011
        row     0b11011011
        row     0b01111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xed φ
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000011
        row     0b00000110
        row     0b01111110
        row     0b11011011
        row     0b11011011
        row     0b11110011
        row     0b01111110
        row     0b01100000
        row     0b11000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xee ε
        row     0b00000000
        row     0b00000000
        row     0b00011100
        row     0b00110000
        row     0b01100000
        row     0b01100000
        row     0b01111100
        row     0b01100000
        row     0b01100000
        row     0b01100000
        row     0b00110000
        row     0b00011100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xef ∩
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b11000110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xf0 ≡
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b11111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xf1 ±
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b01111110
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b11111111
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xf2 ≥
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00110000
        row     0b00011000
        row     0b00001100
        row     0b00000110
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b00000000
        row     0b01111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xf3 ≤
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00001100
        row     0b00011000
        row     0b00110000
        row     0b01100000
        row     0b00110000
        row     0b00011000
        row     0b00001100
        row     0b00000000
        row     0b01111110
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xf4 ⌠
        row     0b00000000
        row     0b00000000
        row     0b00001110
        row     0b00011011
        row     0b00011011
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000

        # 0xf5 ⌡
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b00011000
        row     0b11011000
        row     0b11011000
        row     0b11011000
        row     0b01110000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xf6 ÷
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b01111110
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xf7 ≈
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01110110
        row     0b11011100
        row     0b00000000
        row     0b01110110
        row     0b11011100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xf8 °
        row     0b00000000
        row     0b00111000
        row     0b01101100
        row     0b01101100
        row     0b00111000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xf9 ∙
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xfa ·
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00011000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xfb √
        row     0b00000000
        row     0b00001111
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b00001100
        row     0b11101100
        row     0b01101100
        row     0b01101100
        row     0b00111100
        row     0b00011100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xfc ⁿ
        row     0b00000000
        row     0b11011000
        row     0b01101100
        row     0b01101100
        row     0b01101100
        row     0b01101100
        row     0b01101100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xfd ²
        row     0b00000000
        row     0b01110000
        row     0b11011000
        row     0b00110000
        row     0b01100000
        row     0b11001000
        row     0b11111000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xfe ■
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b01111100
        row     0b01111100
        row     0b01111100
        row     0b01111100
        row     0b01111100
        row     0b01111100
        row     0b01111100
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        # 0xff
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000
        row     0b00000000

        .purgem row
