# The 8x14 font of mode 10h and of 28 lines of text: the 8x16 font without its first and last row.
# From the public-domain bitmaps of Joseph Gil's fntcol16 collection.

font8x14:

        # 0x00
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x01 ☺
        .byte   0b00000000
        .byte   0b01111110
        .byte   0b10000001
        .byte   0b10100101
        .byte   0b10000001
        .byte   0b10000001
        .byte   0b10111101
        .byte   0b10011001
        .byte   0b10000001
        .byte   0b10000001
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x02 ☻
        .byte   0b00000000
        .byte   0b01111110
        .byte   0b11111111
        .byte   0b11011011
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11000011
        .byte   0b11100111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x03 ♥
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01101100
        .byte   0b11111110
        .byte   0b11111110
        .byte   0b11111110
        .byte   0b11111110
        .byte   0b01111100
        .byte   0b00111000
        .byte   0b00010000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x04 ♦
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00010000
        .byte   0b00111000
        .byte   0b01111100
        .byte   0b11111110
        .byte   0b01111100
        .byte   0b00111000
        .byte   0b00010000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x05 ♣
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00111100
        .byte   0b11100111
        .byte   0b11100111
        .byte   0b11100111
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x06 ♠
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b01111110
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b01111110
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x07 •
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x08 ◘
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11100111
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11100111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111

        # 0x09 ○
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b01000010
        .byte   0b01000010
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x0a ◙
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11000011
        .byte   0b10011001
        .byte   0b10111101
        .byte   0b10111101
        .byte   0b10011001
        .byte   0b11000011
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111

        # 0x0b ♂
        .byte   0b00000000
        .byte   0b00011110
        .byte   0b00001110
        .byte   0b00011010
        .byte   0b00110010
        .byte   0b01111000
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01111000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x0c ♀
        .byte   0b00000000
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b01111110
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x0d ♪
        .byte   0b00000000
        .byte   0b00111111
        .byte   0b00110011
        .byte   0b00111111
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b01110000
        .byte   0b11110000
        .byte   0b11100000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x0e ♫
        .byte   0b00000000
        .byte   0b01111111
        .byte   0b01100011
        .byte   0b01111111
        .byte   0b01100011
        .byte   0b01100011
        .byte   0b01100011
        .byte   0b01100011
        .byte   0b01100111
        .byte   0b11100111
        .byte   0b11100110
        .byte   0b11000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x0f ☼
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b11011011
        .byte   0b00111100
        .byte   0b11100111
        .byte   0b00111100
        .byte   0b11011011
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x10 ►
        .byte   0b10000000
        .byte   0b11000000
        .byte   0b11100000
        .byte   0b11110000
        .byte   0b11111000
        .byte   0b11111110
        .byte   0b11111000
        .byte   0b11110000
        .byte   0b11100000
        .byte   0b11000000
        .byte   0b10000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x11 ◄
        .byte   0b00000010
        .byte   0b00000110
        .byte   0b00001110
        .byte   0b00011110
        .byte   0b00111110
        .byte   0b11111110
        .byte   0b00111110
        .byte   0b00011110
        .byte   0b00001110
        .byte   0b00000110
        .byte   0b00000010
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x12 ↕
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b01111110
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b01111110
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x13 ‼
        .byte   0b00000000
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b00000000
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x14 ¶
        .byte   0b00000000
        .byte   0b01111111
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b01111011
        .byte   0b00011011
        .byte   0b00011011
        .byte   0b00011011
        .byte   0b00011011
        .byte   0b00011011
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x15 §
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b01100000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01101100
        .byte   0b00111000
        .byte   0b00001100
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000

        # 0x16 ▬
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b11111110
        .byte   0b11111110
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x17 ↨
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b01111110
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b01111110
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x18 ↑
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b01111110
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x19 ↓
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b01111110
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x1a →
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00001100
        .byte   0b11111110
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x1b ←
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b11111110
        .byte   0b01100000
        .byte   0b00110000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x1c ∟
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x1d ↔
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00100100
        .byte   0b01100110
        .byte   0b11111111
        .byte   0b01100110
        .byte   0b00100100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x1e ▲
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00010000
        .byte   0b00111000
        .byte   0b00111000
        .byte   0b01111100
        .byte   0b01111100
        .byte   0b11111110
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x1f ▼
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b11111110
        .byte   0b01111100
        .byte   0b01111100
        .byte   0b00111000
        .byte   0b00111000
        .byte   0b00010000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x20 space
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x21 '!'
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00111100
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x22 '"'
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b00100100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x23 '#'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b11111110
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b11111110
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x24 '$'
        .byte   0b00011000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000010
        .byte   0b11000000
        .byte   0b01111100
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b10000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000

        # 0x25 '%'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11000010
        .byte   0b11000110
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b11000110
        .byte   0b10000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x26 '&'
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b00111000
        .byte   0b01110110
        .byte   0b11011100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x27 '''
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x28 '('
        .byte   0b00000000
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00001100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x29 ')'
        .byte   0b00000000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x2a '*'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b11111111
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x2b '+'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b01111110
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x2c ','
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b00000000
        .byte   0b00000000

        # 0x2d '-'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x2e '.'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x2f '/'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000010
        .byte   0b00000110
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b11000000
        .byte   0b10000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x30 '0'
        .byte   0b00000000
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x31 '1'
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00111000
        .byte   0b01111000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x32 '2'
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b00000110
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b11000000
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x33 '3'
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00111100
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x34 '4'
        .byte   0b00000000
        .byte   0b00001100
        .byte   0b00011100
        .byte   0b00111100
        .byte   0b01101100
        .byte   0b11001100
        .byte   0b11111110
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00011110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x35 '5'
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11111100
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x36 '6'
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b01100000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x37 '7'
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b11000110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x38 '8'
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x39 '9'
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00001100
        .byte   0b01111000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x3a ':'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x3b ';'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x3c '<'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000110
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00001100
        .byte   0b00000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x3d '='
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x3e '>'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01100000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00001100
        .byte   0b00000110
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x3f '?'
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x40 '@'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11011110
        .byte   0b11011110
        .byte   0b11011110
        .byte   0b11011100
        .byte   0b11000000
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x41 'A'
        .byte   0b00000000
        .byte   0b00010000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x42 'B'
        .byte   0b00000000
        .byte   0b11111100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01111100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b11111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x43 'C'
        .byte   0b00000000
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b11000010
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000010
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x44 'D'
        .byte   0b00000000
        .byte   0b11111000
        .byte   0b01101100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01101100
        .byte   0b11111000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x45 'E'
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b01100110
        .byte   0b01100010
        .byte   0b01101000
        .byte   0b01111000
        .byte   0b01101000
        .byte   0b01100000
        .byte   0b01100010
        .byte   0b01100110
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x46 'F'
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b01100110
        .byte   0b01100010
        .byte   0b01101000
        .byte   0b01111000
        .byte   0b01101000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b11110000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x47 'G'
        .byte   0b00000000
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b11000010
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11011110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01100110
        .byte   0b00111010
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x48 'H'
        .byte   0b00000000
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x49 'I'
        .byte   0b00000000
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x4a 'J'
        .byte   0b00000000
        .byte   0b00011110
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01111000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x4b 'K'
        .byte   0b00000000
        .byte   0b11100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01101100
        .byte   0b01111000
        .byte   0b01111000
        .byte   0b01101100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b11100110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x4c 'L'
        .byte   0b00000000
        .byte   0b11110000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100010
        .byte   0b01100110
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x4d 'M'
        .byte   0b00000000
        .byte   0b11000011
        .byte   0b11100111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11011011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x4e 'N'
        .byte   0b00000000
        .byte   0b11000110
        .byte   0b11100110
        .byte   0b11110110
        .byte   0b11111110
        .byte   0b11011110
        .byte   0b11001110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x4f 'O'
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x50 'P'
        .byte   0b00000000
        .byte   0b11111100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01111100
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b11110000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x51 'Q'
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11010110
        .byte   0b11011110
        .byte   0b01111100
        .byte   0b00001100
        .byte   0b00001110
        .byte   0b00000000

        # 0x52 'R'
        .byte   0b00000000
        .byte   0b11111100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01111100
        .byte   0b01101100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b11100110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x53 'S'
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01100000
        .byte   0b00111000
        .byte   0b00001100
        .byte   0b00000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x54 'T'
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b11011011
        .byte   0b10011001
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x55 'U'
        .byte   0b00000000
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x56 'V'
        .byte   0b00000000
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x57 'W'
        .byte   0b00000000
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b11111111
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x58 'X'
        .byte   0b00000000
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x59 'Y'
        .byte   0b00000000
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x5a 'Z'
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b11000011
        .byte   0b10000110
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b11000001
        .byte   0b11000011
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x5b '['
        .byte   0b00000000
        .byte   0b00111100
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x5c '\'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b10000000
        .byte   0b11000000
        .byte   0b11100000
        .byte   0b01110000
        .byte   0b00111000
        .byte   0b00011100
        .byte   0b00001110
        .byte   0b00000110
        .byte   0b00000010
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x5d ']'
        .byte   0b00000000
        .byte   0b00111100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x5e '^'
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x5f '_'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00000000

        # 0x60 '`'
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x61 'a'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111000
        .byte   0b00001100
        .byte   0b01111100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x62 'b'
        .byte   0b00000000
        .byte   0b11100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01111000
        .byte   0b01101100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x63 'c'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x64 'd'
        .byte   0b00000000
        .byte   0b00011100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00111100
        .byte   0b01101100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x65 'e'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x66 'f'
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b01100100
        .byte   0b01100000
        .byte   0b11110000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b11110000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x67 'g'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01110110
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01111100
        .byte   0b00001100
        .byte   0b11001100
        .byte   0b01111000

        # 0x68 'h'
        .byte   0b00000000
        .byte   0b11100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01101100
        .byte   0b01110110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b11100110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x69 'i'
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x6a 'j'
        .byte   0b00000000
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000000
        .byte   0b00001110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b00111100

        # 0x6b 'k'
        .byte   0b00000000
        .byte   0b11100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100110
        .byte   0b01101100
        .byte   0b01111000
        .byte   0b01111000
        .byte   0b01101100
        .byte   0b01100110
        .byte   0b11100110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x6c 'l'
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x6d 'm'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11100110
        .byte   0b11111111
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x6e 'n'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11011100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x6f 'o'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x70 'p'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11011100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01111100
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b11110000

        # 0x71 'q'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01110110
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01111100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00011110

        # 0x72 'r'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11011100
        .byte   0b01110110
        .byte   0b01100110
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b11110000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x73 's'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b01100000
        .byte   0b00111000
        .byte   0b00001100
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x74 't'
        .byte   0b00000000
        .byte   0b00010000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b11111100
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00110110
        .byte   0b00011100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x75 'u'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x76 'v'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x77 'w'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11000011
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b11111111
        .byte   0b01100110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x78 'x'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11000011
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b11000011
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x79 'y'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111110
        .byte   0b00000110
        .byte   0b00001100
        .byte   0b11111000

        # 0x7a 'z'
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b11001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x7b '{'
        .byte   0b00000000
        .byte   0b00001110
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b01110000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00001110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x7c '|'
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x7d '}'
        .byte   0b00000000
        .byte   0b01110000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00001110
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b01110000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x7e '~'
        .byte   0b00000000
        .byte   0b01110110
        .byte   0b11011100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x7f ⌂
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00010000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x80 Ç
        .byte   0b00000000
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b11000010
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000010
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00001100
        .byte   0b00000110
        .byte   0b01111100
        .byte   0b00000000

        # 0x81 ü
        .byte   0b00000000
        .byte   0b11001100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x82 é
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x83 â
        .byte   0b00010000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b00000000
        .byte   0b01111000
        .byte   0b00001100
        .byte   0b01111100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x84 ä
        .byte   0b00000000
        .byte   0b11001100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111000
        .byte   0b00001100
        .byte   0b01111100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x85 à
        .byte   0b01100000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b01111000
        .byte   0b00001100
        .byte   0b01111100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x86 å
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b00111000
        .byte   0b00000000
        .byte   0b01111000
        .byte   0b00001100
        .byte   0b01111100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x87 ç
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00001100
        .byte   0b00000110
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000

        # 0x88 ê
        .byte   0b00010000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x89 ë
        .byte   0b00000000
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x8a è
        .byte   0b01100000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x8b ï
        .byte   0b00000000
        .byte   0b01100110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x8c î
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x8d ì
        .byte   0b01100000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x8e Ä
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00010000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x8f Å
        .byte   0b01101100
        .byte   0b00111000
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x90 É
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b01100110
        .byte   0b01100000
        .byte   0b01111100
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100110
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x91 æ
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01101110
        .byte   0b00111011
        .byte   0b00011011
        .byte   0b01111110
        .byte   0b11011000
        .byte   0b11011100
        .byte   0b01110111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x92 Æ
        .byte   0b00000000
        .byte   0b00111110
        .byte   0b01101100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11111110
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x93 ô
        .byte   0b00010000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x94 ö
        .byte   0b00000000
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x95 ò
        .byte   0b01100000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x96 û
        .byte   0b00110000
        .byte   0b01111000
        .byte   0b11001100
        .byte   0b00000000
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x97 ù
        .byte   0b01100000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x98 ÿ
        .byte   0b00000000
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111110
        .byte   0b00000110
        .byte   0b00001100
        .byte   0b01111000

        # 0x99 Ö
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x9a Ü
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x9b ¢
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b01111110
        .byte   0b11000011
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000011
        .byte   0b01111110
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x9c £
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b01100100
        .byte   0b01100000
        .byte   0b11110000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b11100110
        .byte   0b11111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x9d ¥
        .byte   0b00000000
        .byte   0b11000011
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b11111111
        .byte   0b00011000
        .byte   0b11111111
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x9e ₧
        .byte   0b11111100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01111100
        .byte   0b01100010
        .byte   0b01100110
        .byte   0b01101111
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b11110011
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0x9f ƒ
        .byte   0b00001110
        .byte   0b00011011
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b01111110
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b11011000
        .byte   0b01110000
        .byte   0b00000000

        # 0xa0 á
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b00000000
        .byte   0b01111000
        .byte   0b00001100
        .byte   0b01111100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xa1 í
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xa2 ó
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xa3 ú
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b00000000
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xa4 ñ
        .byte   0b00000000
        .byte   0b01110110
        .byte   0b11011100
        .byte   0b00000000
        .byte   0b11011100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xa5 Ñ
        .byte   0b11011100
        .byte   0b00000000
        .byte   0b11000110
        .byte   0b11100110
        .byte   0b11110110
        .byte   0b11111110
        .byte   0b11011110
        .byte   0b11001110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xa6 ª
        .byte   0b00111100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b00111110
        .byte   0b00000000
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xa7 º
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b00111000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xa8 ¿
        .byte   0b00000000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b00000000
        .byte   0b00110000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b11000000
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xa9 ⌐
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xaa ¬
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xab ½
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000010
        .byte   0b11000110
        .byte   0b11001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b11001110
        .byte   0b10011011
        .byte   0b00000110
        .byte   0b00001100
        .byte   0b00011111
        .byte   0b00000000

        # 0xac ¼
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000010
        .byte   0b11000110
        .byte   0b11001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100110
        .byte   0b11001110
        .byte   0b10010110
        .byte   0b00111110
        .byte   0b00000110
        .byte   0b00000110
        .byte   0b00000000

        # 0xad ¡
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b00111100
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xae «
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00110110
        .byte   0b01101100
        .byte   0b11011000
        .byte   0b01101100
        .byte   0b00110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xaf »
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11011000
        .byte   0b01101100
        .byte   0b00110110
        .byte   0b01101100
        .byte   0b11011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xb0 ░
        .byte   0b01000100
        .byte   0b00010001
        .byte   0b01000100
        .byte   0b00010001
        .byte   0b01000100
        .byte   0b00010001
        .byte   0b01000100
        .byte   0b00010001
        .byte   0b01000100
        .byte   0b00010001
        .byte   0b01000100
        .byte   0b00010001
        .byte   0b01000100
        .byte   0b00010001

        # 0xb1 ▒
        .byte   0b10101010
        .byte   0b01010101
        .byte   0b10101010
        .byte   0b01010101
        .byte   0b10101010
        .byte   0b01010101
        .byte   0b10101010
        .byte   0b01010101
        .byte   0b10101010
        .byte   0b01010101
        .byte   0b10101010
        .byte   0b01010101
        .byte   0b10101010
        .byte   0b01010101

        # 0xb2 ▓
        .byte   0b01110111
        .byte   0b11011101
        .byte   0b01110111
        .byte   0b11011101
        .byte   0b01110111
        .byte   0b11011101
        .byte   0b01110111
        .byte   0b11011101
        .byte   0b01110111
        .byte   0b11011101
        .byte   0b01110111
        .byte   0b11011101
        .byte   0b01110111
        .byte   0b11011101

        # 0xb3 │
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xb4 ┤
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b11111000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xb5 ╡
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b11111000
        .byte   0b00011000
        .byte   0b11111000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xb6 ╢
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b11110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xb7 ╖
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xb8 ╕
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111000
        .byte   0b00011000
        .byte   0b11111000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xb9 ╣
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b11110110
        .byte   0b00000110
        .byte   0b11110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xba ║
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xbb ╗
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b00000110
        .byte   0b11110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xbc ╝
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b11110110
        .byte   0b00000110
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xbd ╜
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xbe ╛
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b11111000
        .byte   0b00011000
        .byte   0b11111000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xbf ┐
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xc0 └
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xc1 ┴
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xc2 ┬
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xc3 ├
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011111
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xc4 ─
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xc5 ┼
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b11111111
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xc6 ╞
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011111
        .byte   0b00011000
        .byte   0b00011111
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xc7 ╟
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110111
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xc8 ╚
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110111
        .byte   0b00110000
        .byte   0b00111111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xc9 ╔
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00111111
        .byte   0b00110000
        .byte   0b00110111
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xca ╩
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b11110111
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xcb ╦
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b11110111
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xcc ╠
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110111
        .byte   0b00110000
        .byte   0b00110111
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xcd ═
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xce ╬
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b11110111
        .byte   0b00000000
        .byte   0b11110111
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xcf ╧
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xd0 ╨
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xd1 ╤
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xd2 ╥
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xd3 ╙
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00111111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xd4 ╘
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011111
        .byte   0b00011000
        .byte   0b00011111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xd5 ╒
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011111
        .byte   0b00011000
        .byte   0b00011111
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xd6 ╓
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00111111
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xd7 ╫
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b11111111
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110
        .byte   0b00110110

        # 0xd8 ╪
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b11111111
        .byte   0b00011000
        .byte   0b11111111
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xd9 ┘
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b11111000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xda ┌
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011111
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xdb █
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111

        # 0xdc ▄
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111

        # 0xdd ▌
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000
        .byte   0b11110000

        # 0xde ▐
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111
        .byte   0b00001111

        # 0xdf ▀
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xe0 α
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01110110
        .byte   0b11011100
        .byte   0b11011000
        .byte   0b11011000
        .byte   0b11011000
        .byte   0b11011100
        .byte   0b01110110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xe1 ß
        .byte   0b00000000
        .byte   0b01111000
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11001100
        .byte   0b11011000
        .byte   0b11001100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11001100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xe2 Γ
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b11000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xe3 π
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xe4 Σ
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b11000110
        .byte   0b01100000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xe5 σ
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111110
        .byte   0b11011000
        .byte   0b11011000
        .byte   0b11011000
        .byte   0b11011000
        .byte   0b11011000
        .byte   0b01110000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xe6 µ
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01111100
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b11000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xe7 τ
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01110110
        .byte   0b11011100
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xe8 Φ
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111110
        .byte   0b00011000
        .byte   0b00111100
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00011000
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xe9 Θ
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11111110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01101100
        .byte   0b00111000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xea Ω
        .byte   0b00000000
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b11101110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xeb δ
        .byte   0b00000000
        .byte   0b00011110
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00001100
        .byte   0b00111110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b01100110
        .byte   0b00111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xec ∞
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111110
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xed φ
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000011
        .byte   0b00000110
        .byte   0b01111110
        .byte   0b11011011
        .byte   0b11011011
        .byte   0b11110011
        .byte   0b01111110
        .byte   0b01100000
        .byte   0b11000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xee ε
        .byte   0b00000000
        .byte   0b00011100
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01111100
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b01100000
        .byte   0b00110000
        .byte   0b00011100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xef ∩
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b11000110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xf0 ≡
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xf1 ±
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b01111110
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b11111111
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xf2 ≥
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00001100
        .byte   0b00000110
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b00000000
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xf3 ≤
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00001100
        .byte   0b00011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b00110000
        .byte   0b00011000
        .byte   0b00001100
        .byte   0b00000000
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xf4 ⌠
        .byte   0b00000000
        .byte   0b00001110
        .byte   0b00011011
        .byte   0b00011011
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000

        # 0xf5 ⌡
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b11011000
        .byte   0b11011000
        .byte   0b11011000
        .byte   0b01110000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xf6 ÷
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b01111110
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xf7 ≈
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01110110
        .byte   0b11011100
        .byte   0b00000000
        .byte   0b01110110
        .byte   0b11011100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xf8 °
        .byte   0b00111000
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b00111000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xf9 ∙
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xfa ·
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00011000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xfb √
        .byte   0b00001111
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b00001100
        .byte   0b11101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b00111100
        .byte   0b00011100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xfc ⁿ
        .byte   0b11011000
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b01101100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xfd ²
        .byte   0b01110000
        .byte   0b11011000
        .byte   0b00110000
        .byte   0b01100000
        .byte   0b11001000
        .byte   0b11111000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xfe ■
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b01111100
        .byte   0b01111100
        .byte   0b01111100
        .byte   0b01111100
        .byte   0b01111100
        .byte   0b01111100
        .byte   0b01111100
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000

        # 0xff
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
        .byte   0b00000000
