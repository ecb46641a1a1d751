"""The roads of the demo, from the town in the south to Hữu Liên in the north."""

from typing import Final

from race.demo.roads import Road

_TOWN: Final = Road(
    slug="pho-huu-lung",
    place="Hữu Lũng",
    loop=True,
    rounding_m=9.0,
    winding_m=2.0,
    sketch=(
        "-350,-310 -40,-60 120,-250 560,110 880,350 760,520 1010,730 830,960 390,640 "
        "270,790 -60,560 40,420 -190,250 -330,430 -640,190 -490,-20"
    ),
)
_RIVER: Final = Road(
    slug="bo-song-trung",
    place="Bờ sông Trung",
    loop=True,
    rounding_m=62.0,
    winding_m=30.0,
    sketch=(
        "-180,240 -520,520 -760,930 -1180,1120 -1340,1560 -1090,1930 -690,1840 -330,2050 "
        "60,1810 190,1420 430,1160 260,830 330,480 90,210"
    ),
)
_HIGHWAY: Final = Road(
    slug="quoc-lo-cu",
    place="Đường quốc lộ cũ",
    loop=False,
    rounding_m=150.0,
    winding_m=26.0,
    sketch=(
        "-3100,-3900 -2350,-3050 -1850,-2200 -1050,-1350 -380,-620 310,180 1050,820 "
        "1620,1720 2480,2410 3050,3330 3920,4080"
    ),
)
_CAI_KINH: Final = Road(
    slug="duong-cai-kinh",
    place="Đường Cai Kinh",
    loop=False,
    rounding_m=120.0,
    winding_m=62.0,
    sketch=(
        "-350,620 -820,1480 -760,2330 -1330,3020 -1240,3850 -1720,4490 -1480,5320 "
        "-1660,6150 -1210,6820 -1390,7700 -980,8480"
    ),
)
_YEN_THINH: Final = Road(
    slug="dong-lua-yen-thinh",
    place="Đồng lúa Yên Thịnh",
    loop=True,
    rounding_m=12.0,
    winding_m=4.0,
    sketch=(
        "-3300,9100 -2650,9240 -2580,8790 -1790,8930 -1610,9480 -1080,9560 -1150,10240 "
        "-1730,10190 -1840,10680 -2540,10590 -2910,10230 -3420,10020"
    ),
)
_YEN_BINH: Final = Road(
    slug="yen-binh",
    place="Yên Bình",
    loop=False,
    rounding_m=130.0,
    winding_m=52.0,
    sketch=(
        "-980,8480 -1690,9080 -2210,9840 -2060,10620 -2730,11330 -2650,12180 -3150,12900 "
        "-2870,13680"
    ),
)
_HUU_LIEN: Final = Road(
    slug="huu-lien",
    place="Hữu Liên",
    loop=False,
    rounding_m=120.0,
    winding_m=66.0,
    sketch=(
        "-2870,13680 -2180,14150 -2030,14960 -1320,15380 -1180,16210 -460,16560 -90,17330 "
        "-440,18090 120,18720"
    ),
)
_NONG_DUNG: Final = Road(
    slug="ho-nong-dung",
    place="Hồ Nong Dùng",
    loop=True,
    rounding_m=75.0,
    winding_m=44.0,
    sketch=(
        "250,16900 780,16620 1240,16810 1490,17290 1950,17560 1780,18080 1290,18270 "
        "830,18060 420,18290 80,17920 190,17390"
    ),
)
_DONG_LAM: Final = Road(
    slug="thao-nguyen-dong-lam",
    place="Thảo nguyên Đồng Lâm",
    loop=True,
    rounding_m=95.0,
    winding_m=40.0,
    sketch=("-1500,17600 -980,17420 -610,17780 -690,18320 -1120,18610 -1680,18480 -1890,18020"),
)
_VAN_NHAM: Final = Road(
    slug="van-nham",
    place="Vân Nham",
    loop=False,
    rounding_m=140.0,
    winding_m=50.0,
    sketch=(
        "-420,430 -1290,310 -2080,760 -2950,640 -3740,1120 -4630,1030 -5410,1640 "
        "-6290,1590 -7020,2130"
    ),
)
_THIEN_TAN: Final = Road(
    slug="thien-tan",
    place="Thiện Tân",
    loop=True,
    rounding_m=85.0,
    winding_m=40.0,
    sketch=(
        "-6100,4300 -5420,4080 -4830,4420 -4150,4330 -3880,4920 -4210,5480 -3990,6040 "
        "-4620,6390 -5290,6140 -5880,6330 -6350,5820 -6180,5210 -6480,4720"
    ),
)
_TAN_THANH: Final = Road(
    slug="tan-thanh-bac-le",
    place="Bắc Lệ",
    loop=False,
    rounding_m=130.0,
    winding_m=54.0,
    sketch=("3920,4080 4610,4830 5480,5110 6020,5900 6900,6240 7310,7080 8140,7520 8460,8330"),
)
_TUAN_SON: Final = Road(
    slug="tuan-son",
    place="Tuấn Sơn",
    loop=True,
    rounding_m=55.0,
    winding_m=24.0,
    sketch=(
        "900,-3300 1480,-3080 1890,-2610 2400,-2540 2530,-2010 2120,-1650 1560,-1770 "
        "1210,-1380 720,-1620 640,-2230 370,-2740"
    ),
)

#: Every road by its slug.
ROADS: Final = {
    road.slug: road
    for road in (
        _TOWN,
        _RIVER,
        _HIGHWAY,
        _CAI_KINH,
        _YEN_THINH,
        _YEN_BINH,
        _HUU_LIEN,
        _NONG_DUNG,
        _DONG_LAM,
        _VAN_NHAM,
        _THIEN_TAN,
        _TAN_THANH,
        _TUAN_SON,
    )
}
